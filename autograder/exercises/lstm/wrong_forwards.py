"""The mistakes that students make in a whole sequence."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def step(x, h, C, W, U, b):
    """The next h and C, and what is kept of the step."""
    z_i, z_f, z_g, z_o = np.split(x @ W + h @ U + b, 4, axis=-1)
    i, f, o = (np.exp(-np.logaddexp(0, -z)) for z in (z_i, z_f, z_o))
    g = np.tanh(z_g)
    C = f * C + i * g
    h = o * np.tanh(C)
    return h, C, dict(i=i, f=f, g=g, o=o, C=C, h=h)


def zeros(X, U):
    return np.zeros((len(X), len(U)))


def all_steps(X, W, U, b):
    """What is kept of every step, in a list."""
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        h, C, kept = step(X[:, t], h, C, W, U, b)
        done.append(kept)
    return done


def joined(done, axis=1):
    return {name: np.stack([kept[name] for kept in done], axis=axis) for name in done[0]}


def nothing_carried(X, W, U, b):
    return joined(
        [step(X[:, t], zeros(X, U), zeros(X, U), W, U, b)[2] for t in range(X.shape[1])],
    )


def memory_not_carried(X, W, U, b):
    h, done = zeros(X, U), []
    for t in range(X.shape[1]):
        h, _, kept = step(X[:, t], h, zeros(X, U), W, U, b)
        done.append(kept)
    return joined(done)


def state_not_carried(X, W, U, b):
    C, done = zeros(X, U), []
    for t in range(X.shape[1]):
        _, C, kept = step(X[:, t], zeros(X, U), C, W, U, b)
        done.append(kept)
    return joined(done)


def exchanged_on_the_way(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        C, h, kept = step(X[:, t], h, C, W, U, b)
        done.append(kept)
    return joined(done)


def begins_with_ones(X, W, U, b):
    h, C, done = zeros(X, U) + 1, zeros(X, U) + 1, []
    for t in range(X.shape[1]):
        h, C, kept = step(X[:, t], h, C, W, U, b)
        done.append(kept)
    return joined(done)


def last_to_first(X, W, U, b):
    return joined(all_steps(X[:, ::-1], W, U, b))


def samples_as_steps(X, W, U, b):
    return joined(all_steps(np.swapaxes(X, 0, 1), W, U, b), axis=0)


def same_x(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for _ in range(X.shape[1]):
        h, C, kept = step(X[:, 0], h, C, W, U, b)
        done.append(kept)
    return joined(done)


def steps_first(X, W, U, b):
    return joined(all_steps(X, W, U, b), axis=0)


def reshaped(X, W, U, b):
    cache = joined(all_steps(X, W, U, b), axis=0)
    return {name: value.reshape(*X.shape[:2], len(U)) for name, value in cache.items()}


def side_by_side(X, W, U, b):
    done = all_steps(X, W, U, b)
    return {name: np.concatenate([kept[name] for kept in done], axis=1) for name in done[0]}


def last_step_alone(X, W, U, b):
    return all_steps(X, W, U, b)[-1]


def one_step_short(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return {name: value[:, :-1] for name, value in cache.items()}


def kept_before_the_step(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        before = {"h": h, "C": C}
        h, C, kept = step(X[:, t], h, C, W, U, b)
        done.append({**kept, **before})
    return joined(done)


def one_array_for_all(X, W, U, b):
    h, C, done = zeros(X, U), zeros(X, U), []
    for t in range(X.shape[1]):
        h[...], C[...], kept = step(X[:, t], h, C, W, U, b)
        done.append({**kept, "h": h, "C": C})
    return joined(done)


def other_names(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return {**{name: cache[name] for name in "ifgo"}, "c": cache["C"], "H": cache["h"]}


def states_alone(X, W, U, b):
    return joined(all_steps(X, W, U, b))["h"]


def list_of_steps(X, W, U, b):
    return all_steps(X, W, U, b)


def lists_in_a_dict(X, W, U, b):
    done = all_steps(X, W, U, b)
    return {name: [kept[name] for kept in done] for name in done[0]}


def with_the_states(X, W, U, b):
    cache = joined(all_steps(X, W, U, b))
    return cache["h"], cache


def nothing_returned(X, W, U, b):
    print(joined(all_steps(X, W, U, b)))


ANCHOR = "sequence"

WRONG_FORWARDS = [
    Misconception(
        "nothing carried",
        nothing_carried,
        "Every step begins anew with zeros, as if it were the first. What a step gives, state and memory, "
        "is what the next one begins with.",
        ANCHOR,
    ),
    Misconception(
        "memory not carried",
        memory_not_carried,
        "The state goes on from step to step, and the memory is 0 again each time. Both are handed on.",
        ANCHOR,
    ),
    Misconception(
        "state not carried",
        state_not_carried,
        "The memory goes on from step to step, and the state is 0 again each time. Both are handed on.",
        ANCHOR,
    ),
    Misconception(
        "state and memory exchanged on the way",
        exchanged_on_the_way,
        "From one step to the next, h and C change places. In which order does your step give them, and in "
        "which does it take them?",
        ANCHOR,
    ),
    Misconception(
        "begins with ones",
        begins_with_ones,
        "Before the first step there is nothing to remember: state and memory begin at 0.",
        ANCHOR,
    ),
    Misconception(
        "from last to first",
        last_to_first,
        "The steps are taken from the last to the first. That is the way of the gradient; forward begins "
        "with the first.",
        ANCHOR,
    ),
    Misconception(
        "samples taken for steps",
        samples_as_steps,
        "Your loop goes over the samples, so that one sample remembers another. The axis of the steps is "
        "the second one.",
        ANCHOR,
    ),
    Misconception(
        "first input for every step",
        same_x,
        "Every step was given the input of the first. Step t has an input of its own.",
        ANCHOR,
    ),
    Misconception(
        "steps first",
        steps_first,
        "The numbers are right, with the steps on the first axis. In this course samples come first: "
        "(m, steps, units).",
        ANCHOR,
    ),
    Misconception(
        "reshaped, not exchanged",
        reshaped,
        "The shape is right and the numbers are at other places: a list of steps has the steps first, and "
        "reshape lets no two axes change places.",
        ANCHOR,
    ),
    Misconception(
        "steps side by side",
        side_by_side,
        "The steps were laid side by side along the units. They have an axis of their own, between samples "
        "and units.",
        ANCHOR,
    ),
    Misconception(
        "last step alone",
        last_step_alone,
        "Only the last step came back. The way back through time needs what every step worked out.",
        ANCHOR,
    ),
    Misconception(
        "last step missing",
        one_step_short,
        "The last step is missing. A sequence of four steps has four states after them.",
        ANCHOR,
    ),
    Misconception(
        "kept before the step",
        kept_before_the_step,
        "C and h are one step late: they were noted before the step. At t stands what step t gave.",
        ANCHOR,
    ),
    Misconception(
        "one array for all steps",
        one_array_for_all,
        "In C and h all steps look like the last: one array was written over and over, and kept each time. "
        "Each step needs an array of its own.",
        ANCHOR,
    ),
    Misconception(
        "other names",
        other_names,
        'The memory is looked for under "C" and the state under "h", and your cache has other names for '
        "them.",
        ANCHOR,
    ),
    Misconception(
        "states alone",
        states_alone,
        "The states came back, and nothing else. A dict is asked for, with the arrays i, f, g, o, C and h "
        "in it.",
        ANCHOR,
    ),
    Misconception(
        "list of steps",
        list_of_steps,
        "There is something for every step, in a list. What is asked for is one dict, in which each name "
        "has one array for all steps.",
        ANCHOR,
    ),
    Misconception(
        "lists in the dict",
        lists_in_a_dict,
        "Each name has a list of steps. An array is asked for, with the steps on its second axis.",
        ANCHOR,
    ),
    Misconception(
        "states beside the cache",
        with_the_states,
        "Two things came back. The states are in the dict already, and it alone is asked for.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The dict is asked for.",
    ),
]
