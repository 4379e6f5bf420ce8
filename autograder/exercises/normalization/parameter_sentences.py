"""What is said of all other mistakes in batch_norm_backward: in dgamma and dbeta, and in what is returned."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.normalization import wrong_backward as wrong
from autograder.exercises.normalization.backward_sentences import OVER_IMAGES, PARAMETERS, TOGETHER

IN_THE_OTHERS = [
    Misconception(
        "summed over the batch alone",
        wrong.summed_over_the_batch_alone,
        f"{OVER_IMAGES} Its gamma and its beta are shared by all of them, too, and add up what comes.",
        PARAMETERS,
    ),
    Misconception(
        "batch alone everywhere",
        wrong.batch_alone_everywhere,
        f"{OVER_IMAGES} Here everything was taken over the batch alone.",
        TOGETHER,
    ),
    Misconception(
        "not summed",
        wrong.not_summed,
        "The gradients of gamma and beta have the shape of dA. One gamma serves the whole batch, and adds up "
        "what comes from each.",
        PARAMETERS,
    ),
    Misconception(
        "summed over the features",
        wrong.summed_over_the_features,
        "For gamma and beta, the sums run along the features. There is one of each for a feature: the last "
        "axis is the one that stays.",
        PARAMETERS,
    ),
    Misconception(
        "summed over everything",
        wrong.summed_over_everything,
        "The gradients of gamma and beta are single numbers. Each feature has a gamma and a beta of its "
        "own: the last axis is the one that stays.",
        PARAMETERS,
    ),
    Misconception(
        "averaged",
        wrong.averaged,
        "The gradients of gamma and beta are means. Each use of a parameter counts whole: they are sums.",
        PARAMETERS,
    ),
    Misconception(
        "averaged over the samples",
        wrong.averaged_over_the_samples,
        "The gradients of gamma and beta were divided by the number of samples. If the loss is a mean, that "
        "is in dA already.",
        PARAMETERS,
    ),
    Misconception(
        "axes kept",
        wrong.axes_kept,
        "The gradients of gamma and beta have axes of length 1 in front. A gradient has the shape of its "
        "parameter, (n,).",
        PARAMETERS,
    ),
    Misconception(
        "gamma's gradient from the distances",
        wrong.gamma_of_the_distances,
        "dgamma was made of numbers that were not yet divided by s. gamma stands beside N, and hears dA "
        "times N.",
        PARAMETERS,
    ),
    Misconception(
        "gamma in its own gradient",
        wrong.gamma_with_gamma,
        "In dgamma, gamma itself is a factor. The slope of gamma N by gamma is N: dA times N, and nothing "
        "more.",
        PARAMETERS,
    ),
    Misconception(
        "gamma's gradient divided by s",
        wrong.gamma_by_s,
        "dgamma was divided by s. N has been divided already, and gamma comes after it.",
        PARAMETERS,
    ),
    Misconception(
        "gamma's gradient without dA",
        wrong.gamma_of_N_alone,
        "dgamma is the sum of N, which is 0 whatever the loss says. Each N counts with the dA that came back "
        "to its place.",
        PARAMETERS,
    ),
    Misconception(
        "gamma's gradient without N",
        wrong.gamma_like_beta,
        "dgamma is the same as dbeta. gamma is multiplied by N, so that each dA counts with its N.",
        PARAMETERS,
    ),
    Misconception(
        "gamma in the gradient of beta",
        wrong.beta_with_gamma,
        "In dbeta, gamma is a factor. beta is added behind it: its slope is 1.",
        PARAMETERS,
    ),
    Misconception(
        "ones for beta",
        wrong.beta_of_ones,
        "dbeta counts the numbers, and does not add up dA. The slope of beta is 1, times what came back.",
        PARAMETERS,
    ),
    Misconception(
        "gamma and beta exchanged",
        wrong.exchanged,
        "The gradients of gamma and beta have changed places. gamma was multiplied by N, beta was added.",
        PARAMETERS,
    ),
    Misconception(
        "dX last",
        wrong.dX_last,
        "The gradients came in the order in which they are found. dX is asked for first, then those of gamma "
        "and beta.",
    ),
    Misconception(
        "dA changed in place",
        wrong.changed_in_place,
        "The numbers are right, and dA itself was changed on the way. The layer above may still need it: "
        "work on a copy.",
    ),
    Misconception(
        "dX alone",
        wrong.dX_alone,
        "One array came back. Three are asked for: dX, and the gradients of gamma and beta.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. dX and the gradients of gamma and beta are asked "
        "for, in this order.",
    ),
]
