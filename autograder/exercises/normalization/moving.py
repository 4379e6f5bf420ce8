"""moving_average: what is remembered of all batches so far."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.normalization.batches import gains


def reference(moving, batch, momentum):
    return momentum * moving + (1 - momentum) * batch


def elements(moving, batch, momentum):
    return int(
        np.prod([float(n) for n in np.broadcast_shapes(moving.shape, batch.shape, np.shape(momentum))])
    )


def run(student, moving, batch, momentum):
    return {"moving": student(moving, batch, momentum)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    momenta = [0.99, 0.9, 0.1, *(float(p) for p in rng.uniform(0.55, 0.95, 9))]
    return [
        Case("n drawn at random", moving=gains(rng, n), batch=4 + gains(rng, n), momentum=momentum)
        for momentum, n in zip(momenta, rng.integers(2, 7, len(momenta)), strict=True)
    ]


# Wrong answers, as students write them.


def the_other_way_round(moving, batch, momentum):
    return (1 - momentum) * moving + momentum * batch


def not_made_smaller(moving, batch, momentum):
    return momentum * moving + batch


def added_up(moving, batch, momentum):
    return moving + (1 - momentum) * batch


def plain_mean(moving, batch, momentum):
    return (moving + batch) / 2


def moved_away(moving, batch, momentum):
    return moving - (1 - momentum) * (batch - moving)


def batch_alone(moving, batch, momentum):
    return batch


def kept(moving, batch, momentum):
    return moving


def part_of_the_old(moving, batch, momentum):
    return momentum * moving


def part_of_the_batch(moving, batch, momentum):
    return (1 - momentum) * batch


def both_by_the_momentum(moving, batch, momentum):
    return momentum * moving + momentum * batch


def both_by_the_rest(moving, batch, momentum):
    return (1 - momentum) * moving + (1 - momentum) * batch


def brackets_forgotten(moving, batch, momentum):
    return momentum * moving + 1 - momentum * batch


def changed_in_place(moving, batch, momentum):
    moving *= momentum
    moving += (1 - momentum) * batch
    return moving


def nothing_returned(moving, batch, momentum):
    moving = momentum * moving + (1 - momentum) * batch


# Right answers, written in other ways.


def a_step_towards(moving, batch, momentum):
    return moving + (1 - momentum) * (batch - moving)


def a_step_back(moving, batch, momentum):
    return batch - momentum * (batch - moving)


def with_average(moving, batch, momentum):
    return np.average([moving, batch], axis=0, weights=[momentum, 1 - momentum])


ANCHOR = "moving"

moving_average = Exercise(
    "moving_average",
    points=1,
    lent=elements,
    reference=reference,
    run=run,
    cases=[
        Case(
            "the means of Part 3",
            moving=np.array([0.0, 0.0]),
            batch=np.array([3.0, 20.0]),
            momentum=0.9,
        ),
        Case(
            "the variances of Part 3",
            moving=np.array([1.0, 1.0]),
            batch=np.array([4.0, 100.0]),
            momentum=0.9,
        ),
        Case(
            "a long memory",
            moving=np.array([2.0, -1.0, 0.5]),
            batch=np.array([-4.0, 3.0, 6.0]),
            momentum=0.99,
        ),
        Case(
            "numbers of many digits",
            moving=np.array([1, -2, 4]) / 7,
            batch=np.array([2, 5, -1]) / 3,
            momentum=0.9,
        ),
        Case("a short one", moving=np.array([2.0, -1.0]), batch=np.array([-4.0, 3.0]), momentum=0.25),
    ],
    hidden=hidden,
    sums=16,
    misconceptions=[
        Misconception(
            "momentum the other way round",
            the_other_way_round,
            "The new batch got the momentum, and the memory what is left. Here, as in Keras, momentum is the "
            "share that stays; in PyTorch the same word means the share of the batch.",
            ANCHOR,
        ),
        Misconception(
            "batch counts whole",
            not_made_smaller,
            "The batch was added whole. The two shares make 1 together, or the values grow beyond all that "
            "was ever seen.",
            ANCHOR,
        ),
        Misconception(
            "memory counts whole",
            added_up,
            "Nothing was taken off the memory, so that it grows with every batch. The two shares make 1 "
            "together.",
            ANCHOR,
        ),
        Misconception(
            "half and half",
            plain_mean,
            "Memory and batch count the same here. How much stays is what momentum says.",
            ANCHOR,
        ),
        Misconception(
            "away from the batch",
            moved_away,
            "The step has the right length and goes away from the batch. The memory follows it.",
            ANCHOR,
        ),
        Misconception(
            "batch alone",
            batch_alone,
            "The last batch took the place of all that came before. A momentum near 1 keeps most of that.",
            ANCHOR,
        ),
        Misconception(
            "memory kept",
            kept,
            "The memory came back as it was. It takes in a small share of each batch.",
            ANCHOR,
        ),
        Misconception(
            "batch left out",
            part_of_the_old,
            "This is the share of the memory. The share of the batch has to come to it.",
            ANCHOR,
        ),
        Misconception(
            "memory left out",
            part_of_the_batch,
            "This is the share of the batch. The share of the memory has to come to it.",
            ANCHOR,
        ),
        Misconception(
            "both by the momentum",
            both_by_the_momentum,
            "Both got the momentum as their share, which is more than 1 together. What is left of 1 for the "
            "batch?",
            ANCHOR,
        ),
        Misconception(
            "both by the rest",
            both_by_the_rest,
            "Both got what momentum leaves of 1 as their share. Which of the two does momentum itself "
            "belong to?",
            ANCHOR,
        ),
        Misconception(
            "brackets forgotten",
            brackets_forgotten,
            "1 was added, and a share of the batch taken off. Python multiplies first: the share of the "
            "batch is a factor as a whole, so mind the brackets.",
            ANCHOR,
        ),
        Misconception(
            "memory changed in place",
            changed_in_place,
            "The numbers are right, and the array that you were given was changed. Make a new one: somebody "
            "may have kept the old one, in a file or for the best epoch.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. The new moving value is asked for.",
        ),
    ],
    alternatives=[Alternative(a_step_towards), Alternative(a_step_back), Alternative(with_average)],
)
