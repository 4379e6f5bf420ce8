"""What is said of the mistakes that students make in the gates of lstm_step."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.lstm import wrong_gates as wrong

SUMS, ORDER, MEMORY = "four-sums", "blocks", "memory"
OTHER_ORDER = "Your blocks are read in the order {}. Other books and libraries have it so; here,"
"""Said where all blocks that are moved are where the order has them, so that none is there by accident."""

MISTAKES = [
    Misconception(
        "candidate last",
        wrong.candidate_last,
        f"{OTHER_ORDER.format('i, f, o, g')} as in Keras and PyTorch, g comes before o.",
        ORDER,
        least=2,
    ),
    Misconception(
        "forget gate first",
        wrong.forget_gate_first,
        f"{OTHER_ORDER.format('f, i, g, o')} as in Keras and PyTorch, i comes before f.",
        ORDER,
        least=2,
    ),
    Misconception(
        "candidate second",
        wrong.candidate_second,
        f"{OTHER_ORDER.format('i, g, f, o')} as in Keras and PyTorch, f comes before g.",
        ORDER,
        least=2,
    ),
    Misconception(
        "forget gate first, candidate last",
        wrong.forget_gate_first_candidate_last,
        f"{OTHER_ORDER.format('f, i, o, g')} as in Keras and PyTorch, it is i, f, g, o.",
        ORDER,
        least=4,
    ),
    Misconception(
        "forget gate and candidate first",
        wrong.forget_gate_and_candidate_first,
        f"{OTHER_ORDER.format('f, g, i, o')} as in Keras and PyTorch, it is i, f, g, o.",
        ORDER,
        least=3,
    ),
    Misconception(
        "output gate second",
        wrong.output_gate_second,
        f"{OTHER_ORDER.format('i, o, f, g')} as in Keras and PyTorch, it is i, f, g, o.",
        ORDER,
        least=3,
    ),
    Misconception(
        "candidate first",
        wrong.candidate_first,
        f"{OTHER_ORDER.format('g, i, f, o')} as in Keras and PyTorch, g comes third.",
        ORDER,
        least=3,
    ),
    Misconception(
        "every fourth column",
        wrong.interleaved,
        "Every fourth column was taken for a gate. The columns of one gate stand together: first all units "
        "of i, then all units of f, and so on.",
        ORDER,
    ),
    Misconception(
        "blocks as wide as x",
        wrong.blocks_of_features,
        "Your blocks are as wide as x has features. A gate has a number for each unit, so a block is as "
        "wide as the state.",
        ORDER,
    ),
    Misconception(
        "a column for each gate",
        wrong.each_a_column,
        "A single column was taken for each gate. A gate has a number for each unit, so each block is as "
        "wide as the state.",
        ORDER,
    ),
    Misconception(
        "blocks as wide as the batch",
        wrong.blocks_of_samples,
        "Your blocks are as wide as there are samples: len counts along the first axis. A gate has a number "
        "for each unit, so a block is as wide as the state.",
        ORDER,
    ),
    Misconception(
        "split along the samples",
        wrong.split_along_samples,
        "Left to itself, np.split cuts along the first axis, where the samples are. The blocks are columns: "
        "say which axis.",
        ORDER,
    ),
    Misconception(
        "blocks reshaped",
        wrong.reshaped,
        "A reshape takes the numbers row by row, so that your gates mix the samples. The blocks are columns: "
        "cut along them, with slices or np.split.",
        ORDER,
    ),
    Misconception(
        "sigmoid for the candidate",
        wrong.sigmoid_for_g,
        "The candidate went through sigmoid. It is no gate: what is written may be negative, so it goes "
        "through tanh.",
        SUMS,
    ),
    Misconception(
        "candidate through sigmoid first",
        wrong.sigmoid_before_tanh,
        "The candidate went through sigmoid and then through tanh, and so it cannot be negative. tanh takes "
        "its sum as it is.",
        SUMS,
    ),
    Misconception(
        "tanh for the gates",
        wrong.tanh_for_all,
        "What is a gate went through tanh. A gate says which share passes, and a share lies between 0 and 1: "
        "only the candidate may be negative.",
        SUMS,
    ),
    Misconception(
        "candidate without tanh",
        wrong.candidate_as_it_is,
        "The candidate came back as the sum that it is made of. It goes through tanh first, so that what is "
        "written lies between -1 and 1.",
        SUMS,
    ),
    Misconception(
        "one added to the forget gate",
        wrong.one_added_to_the_forget_gate,
        "1 was added to the sum of the forget gate. Some libraries open it so when training begins; here "
        "that 1 is in b already, where it is wanted.",
        SUMS,
    ),
    Misconception(
        "sums handed back",
        wrong.sums_handed_back,
        "The sums z came back as they are. A gate is what sigmoid makes of its sum, and the candidate what "
        "tanh makes of its own.",
        SUMS,
    ),
    Misconception(
        "sums for gates",
        wrong.sums_alone,
        "Neither sigmoid nor tanh was taken: these are the sums z. A gate is what sigmoid makes of its sum, "
        "and the candidate what tanh makes of its own.",
        SUMS,
        least=WHOLE,
    ),
    Misconception(
        "bias forgotten",
        wrong.bias_forgotten,
        "The products are right, and b is not in the sums. Each column of each block adds a bias of its own.",
        SUMS,
    ),
    Misconception(
        "state before forgotten",
        wrong.state_forgotten,
        "The sums know what comes in, and nothing of the state before: h_before and U are not in them.",
        SUMS,
    ),
    Misconception(
        "memory in place of the state",
        wrong.memory_for_state,
        "The sums were made with C_before. The gates see the state h_before; the memory itself goes past "
        "them.",
        SUMS,
    ),
    Misconception(
        "state and memory exchanged",
        wrong.both_exchanged,
        "h_before and C_before have changed places. The state meets U in the sums, and the memory is what "
        "the forget gate keeps.",
        MEMORY,
    ),
    Misconception(
        "state beside x, W over U",
        wrong.state_beside_x,
        "Side by side is a good way to make one product of two, and the order has to be the same in both: "
        "x meets W, and the state meets U.",
        SUMS,
    ),
]
