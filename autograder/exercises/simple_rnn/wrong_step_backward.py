"""The mistakes that students make on the way back through one step."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.simple_rnn.wrong_slopes import WRONG_SLOPES, back


def nothing_transposed(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W, dz @ U


def recurrent_not_transposed(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dz @ U


def kernel_not_transposed(dh, h, W, U):
    dz = dh * (1 - h**2)
    dh_before = dz @ U.T
    return dz, dz @ W, dh_before


def weights_first(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, W @ dz, U @ dz


def kernel_for_both(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dz @ W.T


def recurrent_for_both(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ U.T, dz @ U.T


def state_hears_twice(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dh + dz @ U.T


def dh_before_forgotten(dh, h, W, U):
    return back(dh * (1 - h**2), W, U)[:2]


def dx_first(dh, h, W, U):
    dz, dx, dh_before = back(dh * (1 - h**2), W, U)
    return dx, dz, dh_before


def turned_round(dh, h, W, U):
    return back(dh * (1 - h**2), W, U)[::-1]


def dh_before_first(dh, h, W, U):
    dz, dx, dh_before = back(dh * (1 - h**2), W, U)
    return dh_before, dz, dx


def dx_forgotten(dh, h, W, U):
    dz, _, dh_before = back(dh * (1 - h**2), W, U)
    return dz, dh_before


def dz_kept(dh, h, W, U):
    return back(dh * (1 - h**2), W, U)[1:]


def dz_last(dh, h, W, U):
    dz, dx, dh_before = back(dh * (1 - h**2), W, U)
    return dx, dh_before, dz


def results_exchanged(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ U.T, dz @ W.T


def state_without_weights(dh, h, W, U):
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dz


def averaged(dh, h, W, U):
    return back(dh * (1 - h**2) / len(h), W, U)


def summed_over_the_batch(dh, h, W, U):
    return tuple(each.sum(axis=0) for each in back(dh * (1 - h**2), W, U))


def gradient_changed(dh, h, W, U):
    dh *= 1 - h**2
    return back(dh, W, U)


def printed(dh, h, W, U):
    print(back(dh * (1 - h**2), W, U))


ANCHOR = "one-step-back"

WRONG_STEP_BACKWARD = [
    *WRONG_SLOPES,
    Misconception(
        "neither W nor U transposed",
        nothing_transposed,
        "The gradient went through W and U in the direction of forward. On the way back, the units of dz "
        "have to meet the units of the weights.",
        ANCHOR,
    ),
    Misconception(
        "U not transposed",
        recurrent_not_transposed,
        "The gradient went through U in the direction of forward. U is square, so it fits both ways, and the "
        "shapes do not tell.",
        ANCHOR,
    ),
    Misconception(
        "W not transposed",
        kernel_not_transposed,
        "The gradient went through W in the direction of forward. On the way back, the units of dz have to "
        "meet the units of W.",
        ANCHOR,
    ),
    Misconception(
        "W before dz",
        weights_first,
        "The factors of the products have changed places. A sample is a row of dz, and stands on the left "
        "of the weights.",
        ANCHOR,
    ),
    Misconception(
        "W for U",
        kernel_for_both,
        "dz went through W on both ways. The state before was weighed with U on its way forward, and so is "
        "its gradient.",
        ANCHOR,
    ),
    Misconception(
        "U for W",
        recurrent_for_both,
        "dz went through U on both ways. The input was weighed with W on its way forward, and so is its "
        "gradient.",
        ANCHOR,
    ),
    Misconception(
        "dh handed on as well",
        state_hears_twice,
        "dh was added to what the state before hears. The new state holds nothing of it but what went "
        "through U and tanh, so dz times U is all.",
        ANCHOR,
    ),
    Misconception(
        "dh_before not returned",
        dh_before_forgotten,
        "Your function returns two things, and the gradient of the state before is not among them. Without "
        "it nothing goes back any further.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "dx before dz",
        dx_first,
        "The three results stand in another order. dz is asked for first, then dx, then dh_before.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "results turned round",
        turned_round,
        "The three results stand in another order. dz is asked for first, then dx, then dh_before.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "dh_before returned first",
        dh_before_first,
        "The three results stand in another order. dz is asked for first, then dx, then dh_before.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "dx not returned",
        dx_forgotten,
        "Your function returns two things, and dx is not among them. It is asked for second: the layer below "
        "will need it.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "dz not returned",
        dz_kept,
        "Your function returns two things, and dz is not among them. It is asked for first: the weights will "
        "need it.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "state without its weights",
        state_without_weights,
        "dz was handed on to the state before as it is. On its way forward that state went through U, and so "
        "does its gradient.",
        ANCHOR,
    ),
    Misconception(
        "dz returned last",
        dz_last,
        "The three results stand in another order. dz is asked for first, then dx, then dh_before.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "dx and dh_before exchanged",
        results_exchanged,
        "dx and dh_before have changed places. The input went through W, and the state before through U.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "averaged over the batch",
        averaged,
        "These numbers are m times too small. If the loss is a mean, that m is in dh already.",
        ANCHOR,
    ),
    Misconception(
        "summed over the batch",
        summed_over_the_batch,
        "The gradients of all samples were added up. Samples share the weights, and no two share an input or "
        "a state: each keeps its row.",
        ANCHOR,
    ),
    Misconception(
        "dh changed in place",
        gradient_changed,
        "The numbers are right, and dh itself was changed on the way. The layer above may still need it: "
        "work on a copy.",
    ),
    Misconception(
        "nothing returned",
        printed,
        "Your function ends without giving anything back. The step before can only go on with what is "
        "returned.",
        least=WHOLE,
    ),
]
