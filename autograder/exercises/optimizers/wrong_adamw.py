"""The mistakes that students make in weight decay."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception
from autograder.exercises.optimizers.right import adam_reference


def in_the_gradient(P, G, M, V, t, rate, weight_decay):
    return adam_reference(P, G + weight_decay * P, M, V, t, rate)


def twice_in_the_gradient(P, G, M, V, t, rate, weight_decay):
    return adam_reference(P, G + 2 * weight_decay * P, M, V, t, rate)


def over_the_root(P, G, M, V, t, rate, weight_decay):
    M, V = 0.9 * M + 0.1 * G, 0.999 * V + 0.001 * G**2
    root = np.sqrt(V / (1 - 0.999**t)) + 1e-7
    return P - rate * (M / (1 - 0.9**t) + weight_decay * P) / root, M, V


def without_rate(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped - weight_decay * P, M, V


def no_decay(P, G, M, V, t, rate, weight_decay):
    return adam_reference(P, G, M, V, t, rate)


def growing(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped + rate * weight_decay * P, M, V


def after_the_step(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * stepped, M, V


def the_same_for_all(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * np.sign(P), M, V


def squares_decay(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * P**2, M, V


def a_number_for_all(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay, M, V


def gradient_decays(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * G, M, V


def decay_alone(P, G, M, V, t, rate, weight_decay):
    _, M, V = adam_reference(P, G, M, V, t, rate)
    return P - rate * weight_decay * P, M, V


def in_both_places(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G + weight_decay * P, M, V, t, rate)
    return stepped - rate * weight_decay * P, M, V


def rate_not_handed_on(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t)
    return stepped - rate * weight_decay * P, M, V


def old_means_returned(P, G, M, V, t, rate, weight_decay):
    stepped, _, _ = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * P, M, V


def p_alone(P, G, M, V, t, rate, weight_decay):
    stepped, _, _ = adam_reference(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * P


def in_place(P, G, M, V, t, rate, weight_decay):
    stepped, M, V = adam_reference(P, G, M, V, t, rate)
    P *= rate * weight_decay
    return stepped - P, M, V


def nothing_returned(P, G, M, V, t, rate, weight_decay):
    P, M, V = adam_reference(P, G, M, V, t, rate)


ANCHOR = "weight-decay"

MISTAKES = [
    Misconception(
        "decay in the gradient",
        in_the_gradient,
        "The decay went into the gradient, which is L2 regularization. There Adam divides it by the root "
        "of V with all the rest; here it stays outside of both means.",
        ANCHOR,
    ),
    Misconception(
        "twice the decay in the gradient",
        twice_in_the_gradient,
        "The slope of a squared weight went into the gradient, which is L2 regularization. The decay is "
        "to stay outside of both means, and is taken off P directly.",
        ANCHOR,
    ),
    Misconception(
        "decay divided by the root",
        over_the_root,
        "The decay was divided by the root of V together with M, so that weights with large gradients "
        "hardly decay. It is a term of its own, beside the step.",
        ANCHOR,
    ),
    Misconception(
        "decay without the rate",
        without_rate,
        "The decay was taken off without the rate. It is part of the step, and so it is multiplied by "
        "the rate like everything in it.",
        ANCHOR,
    ),
    Misconception(
        "decay left out",
        no_decay,
        "This is a step of Adam, and nothing decays. Take a share of P off as well.",
        ANCHOR,
    ),
    Misconception(
        "decay added",
        growing,
        "The weights grow: the share of P was added. To decay is to come nearer to 0.",
        ANCHOR,
    ),
    Misconception(
        "the new P decays",
        after_the_step,
        "The share was taken of P after Adam's step. It is one of P as it was before, so that both parts "
        "of the step begin at the same place.",
        ANCHOR,
    ),
    Misconception(
        "the same for every weight",
        the_same_for_all,
        "Every weight lost the same amount, whatever its size. A share is asked for: large weights lose "
        "more.",
        ANCHOR,
    ),
    Misconception(
        "share of the square",
        squares_decay,
        "What was taken off is a share of the square of P, which is never negative: negative weights "
        "move away from 0. The share is one of P itself.",
        ANCHOR,
    ),
    Misconception(
        "a number in place of a share",
        a_number_for_all,
        "A number was taken off that has nothing of P in it, so that weights wander below 0. The share "
        "is one of P.",
        ANCHOR,
    ),
    Misconception(
        "share of the gradient",
        gradient_decays,
        "A share of the gradient was taken off. Weight decay does not look at gradients: it takes a "
        "share of P.",
        ANCHOR,
    ),
    Misconception(
        "Adam's step left out",
        decay_alone,
        "P decays, and does nothing else: Adam's own step is missing. Both are taken off P.",
        ANCHOR,
    ),
    Misconception(
        "decay in both places",
        in_both_places,
        "The decay was taken off P, and went into the gradient as well. It stays outside of the means: "
        "hand the gradient on as it came.",
        ANCHOR,
    ),
    Misconception(
        "rate not handed on",
        rate_not_handed_on,
        "Adam's part of the step has its usual rate, 0.001, since the one that is given was not handed on.",
        ANCHOR,
    ),
    Misconception(
        "old M and V returned",
        old_means_returned,
        "M and V came back as they were before the step. The next step has to go on with the new ones.",
    ),
    Misconception(
        "P alone",
        p_alone,
        "Only P came back. The next step needs the new M and V as well: return all three.",
    ),
    Misconception(
        "P changed in place",
        in_place,
        "The numbers are right, and P itself was changed on the way. Make a new array: P * 2 is one, and "
        "P *= 2 is not.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Return the new P, M and V.",
    ),
]
