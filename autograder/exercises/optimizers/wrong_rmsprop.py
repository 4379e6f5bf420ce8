"""The mistakes that students make in a step of RMSprop."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


def without_squares(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G
    return P - rate * G / (np.sqrt(V) + epsilon), V


def sizes_for_squares(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * np.abs(G)
    return P - rate * G / (np.sqrt(V) + epsilon), V


def without_root(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / (V + epsilon), V


def epsilon_inside(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / np.sqrt(V + epsilon), V


def without_epsilon(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / np.sqrt(V), V


def epsilon_outside(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    with np.errstate(all="ignore"):
        return P - rate * (G / np.sqrt(V) + epsilon), V


def epsilon_remembered(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2 + epsilon
    return P - rate * G / np.sqrt(V), V


def shares_exchanged(P, G, V, rate, rho, epsilon):
    V = (1 - rho) * V + rho * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def gradient_whole(P, G, V, rate, rho, epsilon):
    V = rho * V + G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def all_since_the_start(P, G, V, rate, rho, epsilon):
    V = V + G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def this_gradient_alone(P, G, V, rate, rho, epsilon):
    V = G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def old_v(P, G, V, rate, rho, epsilon):
    new = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), new


def old_v_returned(P, G, V, rate, rho, epsilon):
    new = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(new) + epsilon), V


def root_remembered(P, G, V, rate, rho, epsilon):
    V = np.sqrt(rho * V + (1 - rho) * G**2)
    return P - rate * G / (V + epsilon), V


def one_for_all(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * np.mean(G**2)
    return P - rate * G / (np.sqrt(V) + epsilon), V


def uphill(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P + rate * G / (np.sqrt(V) + epsilon), V


def not_divided(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G, V


def multiplied(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G * (np.sqrt(V) + epsilon), V


def without_gradient(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate / (np.sqrt(V) + epsilon), V


def exchanged(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return V, P - rate * G / (np.sqrt(V) + epsilon)


def p_alone(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon)


def in_place(P, G, V, rate, rho, epsilon):
    V *= rho
    V += (1 - rho) * G**2
    P -= rate * G / (np.sqrt(V) + epsilon)
    return P, V


def v_in_place(P, G, V, rate, rho, epsilon):
    V *= rho
    V += (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V


def nothing_returned(P, G, V, rate, rho, epsilon):
    V = rho * V + (1 - rho) * G**2
    P = P - rate * G / (np.sqrt(V) + epsilon)


ANCHOR = "rmsprop"

MISTAKES = [
    Misconception(
        "gradient not squared",
        without_squares,
        "V took in the gradient as it is, so that it can be negative, and then has no root. It is a mean of "
        "squares.",
        ANCHOR,
    ),
    Misconception(
        "size in place of the square",
        sizes_for_squares,
        "V took in the gradient without its sign. It is a mean of squares: the root belongs to the step, and "
        "brings back the size.",
        ANCHOR,
    ),
    Misconception(
        "root left out",
        without_root,
        "The gradient was divided by V, which is a mean of squares. Its root is as large as a gradient, and "
        "that is what to divide by.",
        ANCHOR,
    ),
    Misconception(
        "epsilon under the root, as in Keras",
        epsilon_inside,
        "Epsilon was added under the root, as Keras does it. Here, as in Adam, it is added to the root.",
        ANCHOR,
    ),
    Misconception(
        "epsilon left out",
        without_epsilon,
        "Epsilon is missing. A number that never had a gradient would be divided 0 by 0, and become nan.",
        ANCHOR,
    ),
    Misconception(
        "epsilon beside the fraction",
        epsilon_outside,
        "Epsilon was added to the whole fraction, so that everything drifts down a little. It belongs below "
        "the line, with the root: mind the brackets.",
        ANCHOR,
    ),
    Misconception(
        "epsilon kept in V",
        epsilon_remembered,
        "Epsilon was added to V, and so adds up from step to step. It is there for the division alone: add "
        "it to the root.",
        ANCHOR,
    ),
    Misconception(
        "rho and 1 - rho exchanged",
        shares_exchanged,
        "The two shares have changed places. rho is what is kept of V, most of it, and the new square gets "
        "the rest.",
        ANCHOR,
    ),
    Misconception(
        "new square taken whole",
        gradient_whole,
        "The new square was added whole. In a moving mean the two shares add up to 1: rho of what was, and "
        "the rest for what comes.",
        ANCHOR,
    ),
    Misconception(
        "squares added up, as in Adagrad",
        all_since_the_start,
        "All squares were added up, which is Adagrad: its steps become smaller and smaller. RMSprop forgets: "
        "it keeps the share rho of V.",
        ANCHOR,
    ),
    Misconception(
        "nothing kept of V",
        this_gradient_alone,
        "V is the square of this gradient alone, so that every step has the length of the rate. Keep the "
        "share rho of what was.",
        ANCHOR,
    ),
    Misconception(
        "divided by the root of the V before",
        old_v,
        "The gradient was divided by the root of V as it was before this step, at the start 0. Let V hear of "
        "the gradient first.",
        ANCHOR,
    ),
    Misconception(
        "old V returned",
        old_v_returned,
        "V came back as it was before the step. The next step has to go on with the new one.",
        ANCHOR,
    ),
    Misconception(
        "root kept as V",
        root_remembered,
        "The root came back as V. What is remembered is the mean of squares itself, and each step takes the "
        "root anew.",
        ANCHOR,
    ),
    Misconception(
        "one mean for all numbers",
        one_for_all,
        "The mean was taken over all numbers of the gradient. Each has a V of its own, over the steps: that "
        "is what gives each a rate of its own.",
        ANCHOR,
    ),
    Misconception(
        "gradient added",
        uphill,
        "The step was added to P, and so the loss grows: the gradient points uphill. Take it off.",
        ANCHOR,
    ),
    Misconception(
        "not divided",
        not_divided,
        "V is kept, and the step does not look at it: this is a step of SGD. Divide the gradient by the root "
        "of V.",
        ANCHOR,
    ),
    Misconception(
        "multiplied by the root",
        multiplied,
        "The gradient was multiplied by the root of V, and so large ones become larger still. Dividing is "
        "what makes all of one size.",
        ANCHOR,
    ),
    Misconception(
        "gradient missing from the step",
        without_gradient,
        "The rate was divided by the root of V, and the gradient is missing from the step. It says in which "
        "direction to go.",
        ANCHOR,
    ),
    Misconception(
        "P and V exchanged",
        exchanged,
        "The two results have changed places: first the new P, then the new V.",
        least=WHOLE,
    ),
    Misconception(
        "P alone",
        p_alone,
        "Only P came back. The next step needs the new V as well: return both.",
        least=WHOLE,
    ),
    Misconception(
        "P and V changed in place",
        in_place,
        "The numbers are right, and the arrays that you were given were changed on the way. Make new ones: "
        "P - step is a new array, and P -= step is not.",
    ),
    Misconception(
        "V changed in place",
        v_in_place,
        "The numbers are right, and V itself was changed on the way. Make a new array of it: V * 2 is one, "
        "and V *= 2 is not.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Inside of it P is a name for a new array, which "
        "nobody else sees unless it is returned.",
        least=WHOLE,
    ),
]
