"""Wrong answers to dropout, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


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


def scaled_alone(X, chance, rate, training):
    return X / (1 - rate) if training else X


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


def kept_below(X, chance, rate, training):
    return X * (chance < 1 - rate) / (1 - rate) if training else X


def divided_in_use(X, chance, rate, training):
    return X * (chance >= rate) / (1 - rate) if training else X / (1 - rate)


def bracket_lost(X, chance, rate, training):
    return X * (chance >= rate) / 1 - rate if training else X


def by_what_stayed(X, chance, rate, training):
    keep = chance >= rate
    return X * keep / keep.mean() if training else X


def in_place(X, chance, rate, training):
    if training:
        X[chance < rate] = 0
        X /= 1 - rate
    return X


def kept_alone(X, chance, rate, training):
    return X[chance >= rate] / (1 - rate) if training else X


def nothing_in_prediction(X, chance, rate, training):
    if training:
        return X * (chance >= rate) / (1 - rate)


def mask_beside(X, chance, rate, training):
    mask = chance >= rate
    return X * mask / (1 - rate) if training else X, mask


ANCHOR = "leaving-out"

WRONG_DROPOUT = [
    Misconception(
        "not scaled",
        not_scaled,
        "The right numbers are left out. Those that stay have to make up for them, so that the next "
        "layer finds as much as it will find in prediction: divide by the share that stays.",
        ANCHOR,
    ),
    Misconception(
        "scaled both times",
        scaled_both_times,
        "Training is right. In prediction everything is there already: X goes through as it came.",
        ANCHOR,
    ),
    Misconception(
        "scaled in prediction",
        scaled_in_use,
        "You scale in prediction what was left as it is in training. That is how it was first done; here "
        "training does the scaling, so that in prediction nothing at all is changed.",
        ANCHOR,
    ),
    Misconception(
        "left out in prediction, too",
        always_dropped,
        "Numbers are left out in prediction as well, and so the same sample would get another answer each "
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
        "scaled, and nothing left out",
        scaled_alone,
        "In training all numbers were scaled, and none was left out. Where `chance` lies below the rate, 0 "
        "takes the place of the number.",
        ANCHOR,
    ),
    Misconception(
        "the wrong ones left out",
        turned_round,
        "The numbers that should stay are left out, and the others stay. The rate is the share that goes.",
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
        "chance below what stays",
        kept_below,
        "In yours a number stays where its chance is below 1 - rate. That leaves out as many, but others: "
        "here it is left out where its chance is below the rate.",
        ANCHOR,
    ),
    Misconception(
        "divided in prediction, too",
        divided_in_use,
        "In prediction X was divided by the share that stays, too. Nothing is missing there: X goes through "
        "as it came.",
        ANCHOR,
    ),
    Misconception(
        "bracket left out",
        bracket_lost,
        "It was divided by 1, and then the rate was taken off. Mind the bracket around the share that stays.",
        ANCHOR,
    ),
    Misconception(
        "divided by what happened to stay",
        by_what_stayed,
        "You divided by the share that happened to stay. The share that stays on average is the same in "
        "every step, and it follows from the rate alone.",
        ANCHOR,
    ),
    Misconception(
        "training and prediction exchanged",
        training_turned_round,
        "Training and prediction have changed places: numbers are left out in training alone.",
        ANCHOR,
    ),
    Misconception(
        "mask without X",
        mask_alone,
        "This is what X is to be multiplied by, 0 or 1 / (1 - rate). The product is asked for.",
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
        "nothing returned in prediction",
        nothing_in_prediction,
        "Training is right, and in prediction your function ends without giving anything back. There it "
        "returns X.",
        ANCHOR,
    ),
    Misconception(
        "a mask beside A",
        mask_beside,
        "A came with something behind it. In this exercise A alone is asked for.",
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
        "Only the numbers that stay came back, and the shape is lost. Leave a 0 where a number is left out.",
        ANCHOR,
    ),
]
