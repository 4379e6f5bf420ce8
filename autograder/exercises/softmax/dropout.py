"""dropout: some numbers are left out in training, and none in use."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, distinct
from autograder.exercises.softmax.batches import drawn_sizes


def reference(X, chance, rate, training):
    return X * (chance >= rate) / (1 - rate) if training else X


def run(student, X, chance, rate, training):
    return {"A": student(X, chance, rate, training)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for m, n in drawn_sizes(rng):
        shape = (m, n) if n > 2 else (m, 2, 3)
        rate, X = float(rng.choice([0.2, 0.25, 0.4, 0.6, 0.8])), distinct(rng, *shape)
        chance = (rng.permutation(X.size).reshape(shape) + 0.43) / X.size  # some on both sides of each rate
        cases += [
            Case("numbers drawn at random", X=X, chance=chance, rate=rate, training=on)
            for on in (True, False)
        ]
    return cases


# Wrong answers, as students write them.


def not_scaled(X, chance, rate, training):
    return X * (chance >= rate) if training else X


def scaled_in_use(X, chance, rate, training):
    return X * (chance >= rate) if training else X * (1 - rate)


def scaled_both_times(X, chance, rate, training):
    return X * (chance >= rate) / (1 - rate) if training else X * (1 - rate)


def always_dropped(X, chance, rate, training):
    return X * (chance >= rate) / (1 - rate)


def never_dropped(X, chance, rate, training):
    return X


def turned_round(X, chance, rate, training):
    return X * (chance < rate) / (1 - rate) if training else X


def keeping_the_rate(X, chance, rate, training):
    return X * (chance < rate) / rate if training else X


def scaled_by_the_rate(X, chance, rate, training):
    return X * (chance >= rate) / rate if training else X


def made_smaller(X, chance, rate, training):
    return X * (chance >= rate) * (1 - rate) if training else X


def training_turned_round(X, chance, rate, training):
    return X if training else X * (chance >= rate) / (1 - rate)


def mask_alone(X, chance, rate, training):
    return (chance >= rate) / (1 - rate) if training else X


def of_its_own_chance(X, chance, rate, training):
    chance = np.random.default_rng(0).random(X.shape)
    return X * (chance >= rate) / (1 - rate) if training else X


def in_place(X, chance, rate, training):
    if training:
        X[chance < rate] = 0
        X /= 1 - rate
    return X


def kept_alone(X, chance, rate, training):
    return X[chance >= rate] / (1 - rate) if training else X


# Right answers, written in other ways.


def with_where(X, chance, rate, training):
    if not training:
        return X.copy()
    keep = 1.0 - rate
    return np.where(chance < rate, 0.0, X / keep)


def in_loops(X, chance, rate, training):
    A = np.array(X)
    if training:
        for index in np.ndindex(*X.shape):
            A[index] = 0 if chance[index] < rate else X[index] / (1 - rate)
    return A


def with_a_mask(X, chance, rate, training):
    mask = (chance > rate).astype(X.dtype) / (1 - rate) if training else np.ones_like(X)
    return X * mask


ANCHOR = "leaving-out"

dropout = Exercise(
    "dropout",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case(
            name,
            X=np.arange(1.0, 7.0).reshape(2, 3),
            chance=np.array([[0.1, 0.9, 0.3], [0.6, 0.2, 0.7]]),
            **options,
        )
        for name, options in {
            "two samples in training": {"rate": 0.25, "training": True},
            "the same at a higher rate": {"rate": 0.65, "training": True},
            "the same in use": {"rate": 0.25, "training": False},
        }.items()
    ]
    + [
        Case(
            "nothing to leave out",
            X=np.arange(4.0).reshape(2, 2),
            chance=np.full((2, 2), 0.5),
            rate=0.0,
            training=True,
        )
    ],
    hidden=hidden,
    sums=8,
    misconceptions=[
        Misconception(
            "not scaled",
            not_scaled,
            "The right numbers are left out. Those that stay have to make up for them, so that the next "
            "layer finds as much as it will find in use: divide by the share that stays.",
            ANCHOR,
        ),
        Misconception(
            "scaled both times",
            scaled_both_times,
            "Training is right. In use everything is there already: X goes through as it came.",
            ANCHOR,
        ),
        Misconception(
            "scaled in use",
            scaled_in_use,
            "You scale in use what was left as it is in training. That is how it was first done; here "
            "training does the scaling, so that in use nothing at all is changed.",
            ANCHOR,
        ),
        Misconception(
            "left out in use, too",
            always_dropped,
            "Numbers are left out in use as well, and so the same sample would get another answer each "
            "time. Look at `training`.",
            ANCHOR,
        ),
        Misconception(
            "nothing left out",
            never_dropped,
            "X came back as it was, also in training. Where `chance` lies below the rate, 0 takes its place.",
            ANCHOR,
        ),
        Misconception(
            "the wrong ones left out",
            turned_round,
            "The numbers that should stay are left out, and the others stay. The rate is the share that "
            "goes.",
            ANCHOR,
        ),
        Misconception(
            "rate taken for what stays",
            keeping_the_rate,
            "You took the rate for the share that stays. In this course, as in Keras and PyTorch, it is the "
            "share that goes.",
            ANCHOR,
        ),
        Misconception(
            "divided by the rate",
            scaled_by_the_rate,
            "The right numbers are left out. The others were divided by the share that goes: it is the "
            "share that stays that has to make up for it.",
            ANCHOR,
        ),
        Misconception(
            "made smaller",
            made_smaller,
            "The right numbers are left out. The others were made smaller, and they have to be larger, to "
            "make up for those that are gone.",
            ANCHOR,
        ),
        Misconception(
            "training and use exchanged",
            training_turned_round,
            "Training and use have changed places: numbers are left out in training alone.",
            ANCHOR,
        ),
        Misconception(
            "mask without X",
            mask_alone,
            "This is what X is to be multiplied by, 0 or a little more than 1. The product is asked for.",
            ANCHOR,
        ),
        Misconception(
            "chance of its own",
            of_its_own_chance,
            "Your function draws random numbers of its own. Those of `chance` decide here, so that backward "
            "and the check can know what was left out.",
            ANCHOR,
        ),
        Misconception(
            "X changed in place",
            in_place,
            "The numbers are right, and X itself was changed on the way. The layer below may still need it: "
            "work on a copy.",
        ),
        Misconception(
            "kept numbers alone",
            kept_alone,
            "Only the numbers that stay came back, and the shape is lost. Leave a 0 where a number is left "
            "out.",
            ANCHOR,
        ),
    ],
    alternatives=[Alternative(with_where), Alternative(in_loops), Alternative(with_a_mask)],
)
