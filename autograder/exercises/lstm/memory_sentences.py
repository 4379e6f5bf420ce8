"""What is said of the mistakes that students make in the memory and the state of lstm_step."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.lstm import wrong_memories as wrong

MEMORY = "memory"
ASKED = "What is asked for is i, f, g, o, C, h, in that order, in which they are worked out."
TOO_FEW = (
    "Some of the six are missing in what came back. The way back needs the gates as well as memory and "
    "state: i, f, g, o, C, h are asked for."
)
SQUEEZED = (
    "The memory itself went through tanh. Only what is read from it does: on its own way from step to "
    "step nothing squeezes it."
)

MISTAKES = [
    Misconception(
        "gates exchanged in the memory",
        wrong.gates_exchanged,
        "The input gate was laid on the old memory and the forget gate on the candidate. It should be the "
        "other way round.",
        MEMORY,
    ),
    Misconception(
        "nothing forgotten",
        wrong.nothing_forgotten,
        "The memory only ever grows: what was in it stays whole, whatever the forget gate says. (So it was "
        "in 1997; the gate came three years later.)",
        MEMORY,
    ),
    Misconception(
        "input gate left out",
        wrong.input_gate_left_out,
        "All of the candidate was written into the memory. How much of it is written is for the input gate "
        "to say.",
        MEMORY,
    ),
    Misconception(
        "memory left out",
        wrong.memory_left_out,
        "The memory holds only what was just written. What was in it before stays, as far as the forget "
        "gate lets it.",
        MEMORY,
    ),
    Misconception(
        "forgetting turned round",
        wrong.forgetting_turned_round,
        "You took f for the share that is forgotten. In spite of its name it is the share that is kept: 1 "
        "keeps all, 0 forgets all.",
        MEMORY,
    ),
    Misconception(
        "one gate for both",
        wrong.one_gate_for_both,
        "What is written has the share that f leaves free. That is how the GRU does it; in an LSTM the input "
        "gate decides by itself.",
        MEMORY,
    ),
    Misconception(
        "state kept in place of the memory",
        wrong.state_kept,
        "The forget gate was laid on h_before. It is the memory C_before of which it keeps a share.",
        MEMORY,
    ),
    Misconception(
        "memory squeezed",
        wrong.memory_squeezed,
        SQUEEZED,
        MEMORY,
    ),
    Misconception("memory squeezed twice", wrong.memory_squeezed_twice, SQUEEZED, MEMORY),
    Misconception(
        "candidate squeezed twice",
        wrong.candidate_squeezed_twice,
        "The candidate went through tanh once more on its way into the memory. g is what tanh gave already.",
        MEMORY,
    ),
    Misconception(
        "input gate for both",
        wrong.input_gate_for_both,
        "What is kept has the share that i leaves free. In an LSTM the two gates decide by themselves: what "
        "is kept is for the forget gate to say.",
        MEMORY,
    ),
    Misconception(
        "both forgotten",
        wrong.both_forgotten,
        "The forget gate was laid on what is written as well. Each of the two terms has a gate of its own: f "
        "keeps, i writes.",
        MEMORY,
    ),
    Misconception(
        "matrix product",
        wrong.matrix_product,
        "A gate was multiplied as a matrix. Each unit has a gate of its own, for each sample: element by "
        "element.",
        MEMORY,
    ),
    Misconception(
        "read without tanh",
        wrong.read_without_tanh,
        "The state is read from the memory as it is, and so it may grow without bound. What is read goes "
        "through tanh first.",
        MEMORY,
    ),
    Misconception(
        "tanh of the product",
        wrong.tanh_of_the_product,
        "The output gate was laid on the memory before tanh. It decides how much of what tanh gives is "
        "shown.",
        MEMORY,
    ),
    Misconception(
        "read through sigmoid",
        wrong.read_through_sigmoid,
        "The memory was read through sigmoid, so that no state can be negative. It is tanh through which it "
        "is read; sigmoid makes gates.",
        MEMORY,
    ),
    Misconception(
        "input gate shows",
        wrong.input_gate_shows,
        "The state was read through the input gate. That one writes; what is shown is for the output gate to "
        "say.",
        MEMORY,
    ),
    Misconception(
        "forget gate shows",
        wrong.forget_gate_shows,
        "The state was read through the forget gate. That one keeps; what is shown is for the output gate to "
        "say.",
        MEMORY,
    ),
    Misconception(
        "output gate left out",
        wrong.always_read,
        "All of the memory is shown in the state. How much of it is shown is for the output gate to say.",
        MEMORY,
    ),
    Misconception(
        "candidate read",
        wrong.candidate_read,
        "The state was read from the candidate, which is only what may be written. It is read from the "
        "memory, which holds what was kept as well.",
        MEMORY,
    ),
    Misconception(
        "tanh of the gate",
        wrong.tanh_of_the_gate,
        "The output gate went through tanh, and the memory did not. The gate is a share already: it is what "
        "is read from the memory that goes through tanh.",
        MEMORY,
    ),
    Misconception(
        "old memory read",
        wrong.old_memory_read,
        "The state was read from the memory before this step. First it is written, then it is read.",
        MEMORY,
    ),
    Misconception(
        "C_before changed in place",
        wrong.in_place,
        "The memory before was changed in place. The way back will need it as it was: make a new array.",
    ),
    Misconception(
        "state first",
        wrong.state_first,
        f"h and C came first, and the gates after them. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "memory first",
        wrong.memory_first,
        f"C and h came first, and the gates after them. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "state before memory",
        wrong.state_before_memory,
        f"All six are right, and C and h came back in the other order. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "forget gate returned first",
        wrong.forget_gate_returned_first,
        f"All six are right, and i and f came back in the other order. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "candidate returned after the gates",
        wrong.candidate_returned_last,
        f"All six are right, and g and o came back in the other order. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "returned in a dict",
        wrong.in_a_dict,
        f"The six came back in a dict. Here they are returned side by side, as a tuple. {ASKED}",
        least=WHOLE,
    ),
    Misconception("state and memory alone", wrong.state_and_memory_alone, TOO_FEW, least=WHOLE),
    Misconception("memory and state alone", wrong.memory_and_state_alone, TOO_FEW, least=WHOLE),
    Misconception("too few returned", wrong.input_gate_alone, TOO_FEW),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. Six arrays are asked for: i, f, g, o, C, h.",
        least=WHOLE,
    ),
]
