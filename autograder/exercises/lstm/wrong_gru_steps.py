"""The mistakes that students make in one step of a GRU."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def s(z):
    return np.exp(-np.logaddexp(0, -z))


def sums(x, h_before, W, U, b):
    """The sums of all three blocks, with the state as it is."""
    return np.split(x @ W + h_before @ U + b, 3, axis=1)


def candidate(x, seen, W, U, b):
    """hh, given what it may see of the state before."""
    return np.tanh((x @ W + seen @ U + b)[:, 2 * len(U) :])


def mixed(z, r, hh, h_before):
    return z, r, hh, z * h_before + (1 - z) * hh


def shares_exchanged(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, (1 - z) * h_before + z * hh


def reset_after_the_product(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = np.tanh((x @ W + b)[:, 2 * len(U) :] + r * (h_before @ U)[:, 2 * len(U) :])
    return mixed(z, r, hh, h_before)


def reset_on_the_sum(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = np.tanh(r * sums(x, h_before, W, U, b)[2])
    return mixed(z, r, hh, h_before)


def reset_left_out(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, h_before, W, U, b), h_before)


def reset_turned_round(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, (1 - r) * h_before, W, U, b), h_before)


def update_for_reset(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, z * h_before, W, U, b), h_before)


def seen_alone(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, np.tanh((x @ W + b)[:, 2 * len(U) :]), h_before)


def sigmoid_for_the_candidate(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = np.arctanh(candidate(x, r * h_before, W, U, b))
    return mixed(z, r, s(hh), h_before)


def tanh_for_the_gates(x, h_before, W, U, b):
    z, r, _ = map(np.tanh, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def reset_gate_first(x, h_before, W, U, b):
    r, z, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def interleaved(x, h_before, W, U, b):
    W, U, b = (np.concatenate([each[..., k::3] for k in range(3)], axis=-1) for each in (W, U, b))
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def bias_forgotten(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, 0))
    return mixed(z, r, candidate(x, r * h_before, W, U, 0), h_before)


def bias_of_the_candidate_forgotten(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, 0), h_before)


def gates_without_the_state(x, h_before, W, U, b):
    z, r, _ = map(s, np.split(x @ W + b, 3, axis=1))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)


def candidate_added(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, z * h_before + hh


def state_before_left_out(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, (1 - z) * hh


def reset_in_the_mixture(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, z * r * h_before + (1 - z) * hh


def squeezed(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    hh = candidate(x, r * h_before, W, U, b)
    return z, r, hh, np.tanh(z * h_before + (1 - z) * hh)


def state_first(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    *gates, h = mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)
    return h, *gates


def state_alone(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    return mixed(z, r, candidate(x, r * h_before, W, U, b), h_before)[-1]


def nothing_returned(x, h_before, W, U, b):
    z, r, _ = map(s, sums(x, h_before, W, U, b))
    print(mixed(z, r, candidate(x, r * h_before, W, U, b), h_before))


ANCHOR = "gru"

WRONG_GRU_STEPS = [
    Misconception(
        "shares exchanged",
        shares_exchanged,
        "You took z for the share that is new. Books disagree on it; here, as in Keras and PyTorch, z is "
        "the share of the old state that is kept.",
        ANCHOR,
    ),
    Misconception(
        "reset after the product",
        reset_after_the_product,
        "The reset gate was laid on the product of state and U. That is the younger form, and Keras's own; "
        "here it is laid on the state, before the product.",
        ANCHOR,
    ),
    Misconception(
        "reset on the whole sum",
        reset_on_the_sum,
        "The reset gate was laid on the whole sum of the candidate, x and bias as well. It only decides "
        "how much of the state before is seen.",
        ANCHOR,
    ),
    Misconception(
        "reset left out",
        reset_left_out,
        "The candidate sees all of the state before. How much of it is seen is for the reset gate to say.",
        ANCHOR,
    ),
    Misconception(
        "reset turned round",
        reset_turned_round,
        "You took r for the share that is hidden. In spite of its name it is the share that is seen: 1 "
        "shows all, 0 nothing.",
        ANCHOR,
    ),
    Misconception(
        "update gate for reset gate",
        update_for_reset,
        "The candidate sees the state through z. Each of the two gates has its own place: z mixes, r is "
        "what the candidate looks through.",
        ANCHOR,
    ),
    Misconception(
        "candidate without the state",
        seen_alone,
        "The candidate knows what comes in, and nothing of the state before, not even the share that the "
        "reset gate shows.",
        ANCHOR,
    ),
    Misconception(
        "sigmoid for the candidate",
        sigmoid_for_the_candidate,
        "The candidate went through sigmoid. It is no gate: a state may be negative, so it goes through "
        "tanh.",
        ANCHOR,
    ),
    Misconception(
        "tanh for the gates",
        tanh_for_the_gates,
        "Both gates went through tanh. A gate says which share passes, and a share lies between 0 and 1.",
        ANCHOR,
    ),
    Misconception(
        "reset gate first",
        reset_gate_first,
        "Your blocks are read in the order r, z, h. PyTorch has it so; here, as in Keras, z comes before r.",
        ANCHOR,
    ),
    Misconception(
        "every third column",
        interleaved,
        "Every third column was taken for a gate. The columns of one gate stand together: first all units "
        "of z, then all units of r.",
        ANCHOR,
    ),
    Misconception(
        "bias forgotten",
        bias_forgotten,
        "The products are right, and b is not in the sums. Each column of each block adds a bias of its own.",
        ANCHOR,
    ),
    Misconception(
        "bias of the candidate forgotten",
        bias_of_the_candidate_forgotten,
        "The bias is in the sums of the gates, and not in that of the candidate. Its part of b is the third.",
        ANCHOR,
    ),
    Misconception(
        "gates without the state",
        gates_without_the_state,
        "Both gates know what comes in, and nothing of the state before: h_before and U are not in their "
        "sums.",
        ANCHOR,
    ),
    Misconception(
        "candidate added as a whole",
        candidate_added,
        "All of the candidate was added to what is kept. It only fills what z leaves free, so that the two "
        "shares are 1 together.",
        ANCHOR,
    ),
    Misconception(
        "state before left out of the mixture",
        state_before_left_out,
        "The state holds the share of what is new, and nothing of what was. The share z of the state "
        "before is kept.",
        ANCHOR,
    ),
    Misconception(
        "reset in the mixture",
        reset_in_the_mixture,
        "The reset gate was laid on what is kept as well. It is only what the candidate looks through; "
        "what is kept is for z alone to say.",
        ANCHOR,
    ),
    Misconception(
        "state squeezed",
        squeezed,
        "The new state went through tanh again. A mixture of two numbers between -1 and 1 lies between "
        "them: nothing is left to squeeze.",
        ANCHOR,
    ),
    Misconception(
        "state first",
        state_first,
        "The state came first, and the gates behind it. What is asked for is z, r, hh, h, in that order, in "
        "which they are worked out.",
    ),
    Misconception(
        "state alone",
        state_alone,
        "The state came back, and nothing else. The way back needs the rest as well: z, r, hh, h are asked "
        "for.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Four arrays are asked for: z, r, hh, h.",
    ),
]
