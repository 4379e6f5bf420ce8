"""What is said of the mistakes that students make in dX of batch_norm_backward."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.normalization import wrong_backward as wrong

PARAMETERS, PATHS, TOGETHER = "back-to-gamma-and-beta", "three-paths", "together"
OVER_IMAGES = (
    "Samples fit, and images do not: a channel has one mean and one variance for the whole batch with all "
    "its places."
)

IN_DX = [
    Misconception(
        "mean and variance taken for constants",
        wrong.taken_for_constants,
        "In dX, mean and variance were taken for constants. Each number of the batch moves both of them, and "
        "through them all of its feature.",
        PATHS,
    ),
    Misconception(
        "direct way without gamma",
        wrong.direct_way_without_gamma,
        "In dX, gamma is missing, and mean and variance were taken for constants. Go back through one "
        "equation after the other, and print what you have beside the numbers of the example.",
        PATHS,
    ),
    Misconception(
        "direct way without s",
        wrong.direct_way_without_s,
        "dX is the gradient of N. Between N and X lie the division by s, and the mean and variance that X "
        "makes.",
        PATHS,
    ),
    Misconception(
        "dA handed on",
        wrong.handed_on,
        "dX is dA as it came. gamma, the division by s and the ways through mean and variance lie between "
        "them.",
        PATHS,
    ),
    Misconception(
        "variance taken for a constant",
        wrong.variance_constant,
        "In dX, the way through the mean is there, and the one through the variance is missing. A number "
        "that moves s moves all that are divided by it.",
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
        "sum for the first mean",
        wrong.first_summed,
        "In dX, a sum stands where the first mean belongs. One number of many moves the mean by its own "
        "share only.",
        TOGETHER,
    ),
    Misconception(
        "sum for the second mean",
        wrong.second_summed,
        "In dX, a sum stands where the second mean belongs. One number of many moves the variance by its "
        "own share only.",
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
        "In dX, the two means were added. The mean is taken off in N, and s stands below the line: both "
        "ways come back with a minus.",
        TOGETHER,
    ),
    Misconception(
        "way through the variance with the wrong sign",
        wrong.variance_the_wrong_way,
        "In dX, the way through the variance has the wrong sign. s stands below the line: what makes it "
        "larger makes N smaller in size.",
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
        "root passed by",
        wrong.root_passed_by,
        "In dX, the gradient of s was taken for that of the variance. The root lies between them, with a "
        "slope of one over 2 s.",
        PATHS,
    ),
    Misconception(
        "s taken for the variance",
        wrong.s_for_the_variance,
        "In dX, a power belongs to the variance with epsilon, and was taken of s. The root has been drawn "
        "in s already, so that a power of -3/2 becomes one of -3.",
        PATHS,
    ),
    Misconception(
        "gradient of s not summed",
        wrong.not_summed_for_s,
        "In dX, each number has a gradient of s of its own. There is one s for the feature, and it hears "
        "from all numbers that were divided by it.",
        PATHS,
    ),
    Misconception(
        "first term divided alone",
        wrong.first_term_divided,
        "In dX, only the first term was divided by s. All three came the same way, and all are.",
        TOGETHER,
    ),
    Misconception(
        "last term divided alone",
        wrong.last_term_divided,
        "In dX, only the last term was divided by s. All three are: mind the brackets.",
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
]
