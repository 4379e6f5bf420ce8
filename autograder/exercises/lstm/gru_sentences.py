"""What is said of the mistakes that students make in gru_step."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.lstm import wrong_gru_steps as wrong

ANCHOR = "gru"
ASKED = "What is asked for is z, r, hh, h, in that order, in which they are worked out."

MISTAKES = [
    Misconception(
        "shares exchanged",
        wrong.shares_exchanged,
        "You took z for the share that is new. Books disagree on it; here, as in Keras and PyTorch, z is "
        "the share of the old state that is kept.",
        ANCHOR,
    ),
    Misconception(
        "reset after the product",
        wrong.reset_after_the_product,
        "The reset gate was laid on the product of state and U. That is the younger form, and Keras's "
        "default; here it is laid on the state, before the product.",
        ANCHOR,
    ),
    Misconception(
        "reset after product and bias",
        wrong.reset_after_product_and_bias,
        "The reset gate was laid on the product of state and U, and on the bias, as in the younger form. "
        "Here it is laid on the state, before the product.",
        ANCHOR,
    ),
    Misconception(
        "reset on the whole sum",
        wrong.reset_on_the_sum,
        "The reset gate was laid on the whole sum of the candidate, x and bias as well. It only decides "
        "how much of the state before is seen.",
        ANCHOR,
    ),
    Misconception(
        "reset left out",
        wrong.reset_left_out,
        "The candidate sees all of the state before. How much of it is seen is for the reset gate to say.",
        ANCHOR,
    ),
    Misconception(
        "reset turned round",
        wrong.reset_turned_round,
        "You took r for the share that is hidden. In spite of its name it is the share that is seen: 1 "
        "shows all, 0 nothing.",
        ANCHOR,
    ),
    Misconception(
        "update gate for reset gate",
        wrong.update_for_reset,
        "The candidate sees the state through z. Each of the two gates has its own place: z mixes, r is "
        "what the candidate looks through.",
        ANCHOR,
    ),
    Misconception(
        "gates exchanged",
        wrong.gates_exchanged,
        "z and r have changed places where they are put to use. r is what the candidate looks through, and z "
        "mixes the state before with the candidate.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "candidate without tanh",
        wrong.candidate_as_it_is,
        "The candidate came back as the sum that it is made of. It goes through tanh, so that a state lies "
        "between -1 and 1.",
        ANCHOR,
    ),
    Misconception(
        "sums for gates",
        wrong.sums_for_gates,
        "Both gates came back as the sums that they are made of. Sigmoid makes a gate of a sum, between 0 "
        "and 1.",
        ANCHOR,
    ),
    Misconception(
        "split along the first axis",
        wrong.split_along_the_first_axis,
        "Left to itself, np.split cuts along the first axis. The blocks are columns: say which axis.",
        ANCHOR,
    ),
    Misconception(
        "candidate without the state",
        wrong.seen_alone,
        "The candidate knows what comes in, and nothing of the state before, not even the share that the "
        "reset gate shows.",
        ANCHOR,
    ),
    Misconception(
        "sigmoid for the candidate",
        wrong.sigmoid_for_the_candidate,
        "The candidate went through sigmoid. It is no gate: a state may be negative, so it goes through "
        "tanh.",
        ANCHOR,
    ),
    Misconception(
        "tanh for the gates",
        wrong.tanh_for_the_gates,
        "Both gates went through tanh. A gate says which share passes, and a share lies between 0 and 1.",
        ANCHOR,
    ),
    Misconception(
        "reset gate first",
        wrong.reset_gate_first,
        "Your blocks are read in the order r, z, h. PyTorch has it so; here, as in Keras, z comes before r.",
        ANCHOR,
        least=3,
    ),
    Misconception(
        "every third column",
        wrong.interleaved,
        "Every third column was taken for a gate. The columns of one gate stand together: first all units "
        "of z, then all units of r.",
        ANCHOR,
    ),
    Misconception(
        "bias forgotten",
        wrong.bias_forgotten,
        "The products are right, and b is not in the sums. Each column of each block adds a bias of its own.",
        ANCHOR,
    ),
    Misconception(
        "bias of the candidate forgotten",
        wrong.bias_of_the_candidate_forgotten,
        "The bias is in the sums of the gates, and not in that of the candidate. Its part of b is the third.",
        ANCHOR,
    ),
    Misconception(
        "gates without the state",
        wrong.gates_without_the_state,
        "Both gates know what comes in, and nothing of the state before: h_before and U are not in their "
        "sums.",
        ANCHOR,
    ),
    Misconception(
        "candidate added as a whole",
        wrong.candidate_added,
        "All of the candidate was added to what is kept. It only fills what z leaves free, so that the two "
        "shares are 1 together.",
        ANCHOR,
    ),
    Misconception(
        "all of the state kept",
        wrong.all_of_the_state_kept,
        "All of the state before was kept, and the candidate added to it. Only the share z is kept, so that "
        "the two shares are 1 together.",
        ANCHOR,
    ),
    Misconception(
        "mixed by the reset gate",
        wrong.mixed_by_the_reset_gate,
        "The state was mixed by the reset gate, which is what the candidate looks through. How much is kept "
        "is for z to say.",
        ANCHOR,
    ),
    Misconception(
        "brackets forgotten in the mixture",
        wrong.brackets_forgotten,
        "1 was added to the state: without brackets, only z is multiplied with the candidate, and not the "
        "share that it leaves free.",
        ANCHOR,
    ),
    Misconception(
        "candidate for the state",
        wrong.candidate_for_the_state,
        "The candidate came back as the new state. It is only what the state could become: z says how much "
        "of the old one is kept.",
        ANCHOR,
    ),
    Misconception(
        "state before left out of the mixture",
        wrong.state_before_left_out,
        "The state holds the share of what is new, and nothing of what was. The share z of the state "
        "before is kept.",
        ANCHOR,
    ),
    Misconception(
        "reset in the mixture",
        wrong.reset_in_the_mixture,
        "The reset gate was laid on what is kept as well. It is only what the candidate looks through; "
        "what is kept is for z alone to say.",
        ANCHOR,
    ),
    Misconception(
        "state squeezed",
        wrong.squeezed,
        "The new state went through tanh again. A mixture of two numbers between -1 and 1 lies between "
        "them: nothing is left to squeeze.",
        ANCHOR,
    ),
    Misconception(
        "state first",
        wrong.state_first,
        f"The state came first, and the gates after it. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "reset gate returned first",
        wrong.reset_gate_returned_first,
        f"All four are right, and z and r came back in the other order. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "state before the candidate",
        wrong.state_before_the_candidate,
        f"All four are right, and hh and h came back in the other order. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "returned in a dict",
        wrong.in_a_dict,
        f"The four came back in a dict. Here they are returned side by side, as a tuple. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "candidate not returned",
        wrong.candidate_not_returned,
        f"Three arrays came back, and the candidate is not among them. {ASKED}",
        least=WHOLE,
    ),
    Misconception(
        "state alone",
        wrong.state_alone,
        "The state came back, and nothing else. The way back needs the rest as well: z, r, hh, h are asked "
        "for.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. Four arrays are asked for: z, r, hh, h.",
        least=WHOLE,
    ),
]
