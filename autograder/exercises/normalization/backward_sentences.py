"""What is said of the mistakes that students make in batch_norm_backward."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.normalization import wrong_backward as wrong

PARAMETERS, PATHS, TOGETHER = "back-to-gamma-and-beta", "three-paths", "together"
OVER_IMAGES = (
    "Samples fit, and images do not: a channel has one mean and one variance for the whole batch with all "
    "its places."
)

MISTAKES = [
    Misconception(
        "mean and variance taken for constants",
        wrong.taken_for_constants,
        "In dX, mean and variance were taken for constants. Each number of the batch moves both of them, and "
        "through them all of its feature.",
        PATHS,
    ),
    Misconception(
        "variance taken for a constant",
        wrong.variance_constant,
        "In dX, the way through the mean is there, and the one through the variance is missing. What a "
        "number does to s, all of its feature are divided by.",
        PATHS,
    ),
    Misconception(
        "mean taken for a constant",
        wrong.mean_constant,
        "In dX, the way through the variance is there, and the one through the mean is missing. What a "
        "number adds to the mean is taken off all of its feature.",
        PATHS,
    ),
    Misconception(
        "sums for means",
        wrong.sums_for_means,
        "In dX, sums stand where means belong. One number of many moves the mean by its own share only.",
        TOGETHER,
    ),
    Misconception(
        "second mean without N",
        wrong.not_times_N,
        "In dX, the second mean was taken off as it is. It comes back through s, and a number moves s in "
        "proportion to its own distance: a factor N is missing.",
        TOGETHER,
    ),
    Misconception(
        "second mean of dN alone",
        wrong.times_the_mean,
        "In dX, both means are those of dN. What comes back through s is what every number would gain if it "
        "were stretched: the mean of dN times N.",
        TOGETHER,
    ),
    Misconception(
        "second mean not taken",
        wrong.element_for_mean,
        "In dX, the last term has each element's own dN times N. All numbers of the feature were divided by "
        "the same s, so that s hears the mean of them.",
        TOGETHER,
    ),
    Misconception(
        "added",
        wrong.added,
        "In dX, the two means were added. A number that grows raises mean and deviation, and both make the "
        "others smaller: they are taken off.",
        TOGETHER,
    ),
    Misconception(
        "way through the variance with the wrong sign",
        wrong.variance_the_wrong_way,
        "In dX, the way through the variance has the wrong sign. s stands below the line: what makes it "
        "larger makes N smaller.",
        PATHS,
    ),
    Misconception(
        "two of the square left",
        wrong.twice_the_variance,
        "In dX, the way through the variance counts twice. The 2 of the square and the half of the root "
        "cancel each other.",
        PATHS,
    ),
    Misconception(
        "half of the root left",
        wrong.half_the_variance,
        "In dX, the way through the variance counts half. The half of the root and the 2 of the square "
        "cancel each other.",
        PATHS,
    ),
    Misconception(
        "first term divided alone",
        wrong.first_term_divided,
        "In dX, only the first term was divided by s. All three came the same way, and all are.",
        TOGETHER,
    ),
    Misconception(
        "not divided by s",
        wrong.not_divided,
        "In dX, s is missing. Forward divided by it, and so does the way back.",
        TOGETHER,
    ),
    Misconception(
        "divided twice",
        wrong.divided_twice,
        "dX was divided by the square of s. A factor is the same both ways: forward divided by s, once.",
        TOGETHER,
    ),
    Misconception(
        "multiplied by s",
        wrong.multiplied,
        "dX was multiplied by s. A factor is the same both ways: backward is not the inverse of forward.",
        TOGETHER,
    ),
    Misconception(
        "root taken again",
        wrong.root_again,
        "dX was divided by the root of s. The root was taken on the way forward: s is what X was divided by.",
        TOGETHER,
    ),
    Misconception(
        "gamma left out",
        wrong.gamma_left_out,
        "In dX, gamma is missing. dA comes back through A first, where N was multiplied by it.",
        PARAMETERS,
    ),
    Misconception(
        "gamma in the first term alone",
        wrong.gamma_at_the_first,
        "In dX, gamma is in the first term alone. All three are made of dN, which is dA with gamma in it.",
        PARAMETERS,
    ),
    Misconception(
        "divided by gamma",
        wrong.gamma_as_divisor,
        "In dX, dA was divided by gamma. A factor is the same both ways: backward is not the inverse of "
        "forward.",
        PARAMETERS,
    ),
    Misconception(
        "one less",
        wrong.one_less,
        "In dX, the second mean was divided by one less than there are numbers. The variance of forward is "
        "divided by all of them.",
        TOGETHER,
    ),
    Misconception(
        "means of each sample",
        wrong.means_of_each_sample,
        "In dX, the means run along the features of each sample. They go where those of forward went: over "
        "everything but the last axis.",
        TOGETHER,
    ),
    Misconception(
        "means over the batch alone",
        wrong.means_over_the_batch_alone,
        f"{OVER_IMAGES} In dX, the means were taken over the batch alone.",
        TOGETHER,
    ),
    Misconception(
        "divided by the samples",
        wrong.divided_by_the_samples,
        "Samples fit, and images do not: in dX, the sums over all places were divided by the number of "
        "images. How many numbers has a channel in the batch?",
        TOGETHER,
    ),
    Misconception(
        "means of everything",
        wrong.means_of_everything,
        "In dX, the means are those of all features together. Each feature has a mean and a variance of its "
        "own, and hears from its own alone.",
        TOGETHER,
    ),
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
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. dX and the gradients of gamma and beta are asked "
        "for, in this order.",
    ),
]
