"""What is said of the mistakes that students make in batch_norm_forward."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.normalization import wrong_forward as wrong

STATISTICS, NORMALIZE, SCALE = "statistics", "normalize", "gamma-and-beta"

MISTAKES = [
    Misconception(
        "epsilon outside of the root",
        wrong.epsilon_outside,
        "epsilon was added to the root. It stands under the root, beside the variance: there the slope of "
        "the root stays finite, also where the variance is 0.",
        NORMALIZE,
    ),
    Misconception(
        "s without epsilon",
        wrong.deviation_for_s,
        "N was divided by one number and another one was returned for s: there, epsilon is missing.",
        NORMALIZE,
    ),
    Misconception(
        "epsilon left out",
        wrong.epsilon_left_out,
        "epsilon has no part in your result. A feature that is the same in the whole batch has the variance "
        "0, and would be divided by 0.",
        NORMALIZE,
    ),
    Misconception(
        "epsilon of its own",
        wrong.epsilon_of_its_own,
        "You worked with 0.001 whatever epsilon was given. That number is only what holds where none is "
        "said.",
        NORMALIZE,
    ),
    Misconception(
        "epsilon squared",
        wrong.epsilon_squared,
        "epsilon was squared before it was added. It is added to the variance as it is, in the variance's "
        "own unit.",
        NORMALIZE,
    ),
    Misconception(
        "root taken twice",
        wrong.rooted_twice,
        "epsilon was added to the deviation, and the root was taken once more. One root is enough: that of "
        "the variance with epsilon.",
        NORMALIZE,
    ),
    Misconception(
        "s without its root",
        wrong.variance_for_s,
        "What was returned for s is the variance with epsilon. The way back divides by what forward divided "
        "by, the root of it.",
        NORMALIZE,
    ),
    Misconception(
        "variance in place of s",
        wrong.variance_without_epsilon,
        "What was returned for s is the variance. The way back divides by what forward divided by: the root "
        "of the variance with epsilon.",
        NORMALIZE,
    ),
    Misconception(
        "divided by the variance",
        wrong.divided_by_the_variance,
        "The distances were divided by the variance, which is in squares. Its root has the unit of X, and "
        "makes the variance 1.",
        NORMALIZE,
    ),
    Misconception(
        "inverse of s",
        wrong.inverse_for_s,
        "What was returned for s is 1 / s. Libraries keep it so, and it spares a division; here s itself is "
        "asked for.",
        NORMALIZE,
    ),
    Misconception(
        "axes of s kept",
        wrong.axes_kept,
        "The numbers of s fit, with axes of length 1 in front. One number for each feature is asked for, of "
        "shape (n,).",
        NORMALIZE,
    ),
    Misconception(
        "multiplied by s",
        wrong.multiplied,
        "You multiplied by s. What varies much has to become smaller.",
        NORMALIZE,
    ),
    Misconception(
        "mean not taken off",
        wrong.not_centred,
        "X was divided as it is, so that its mean is still there. Take the mean off first.",
        NORMALIZE,
    ),
    Misconception(
        "distances in place of N",
        wrong.distances_for_N,
        "For N, the distances from the mean were returned. They still have to be divided by s.",
        NORMALIZE,
    ),
    Misconception(
        "not divided",
        wrong.not_divided,
        "The mean is 0 now, and every feature varies as much as before. What makes its variance 1?",
        NORMALIZE,
    ),
    Misconception(
        "mean alone divided",
        wrong.mean_alone_divided,
        "Only the mean was divided by s. The whole distance from it is: mind the brackets.",
        NORMALIZE,
    ),
    Misconception(
        "s before N",
        wrong.s_before_N,
        "N and s have changed places. They are asked for in the order A, N, s.",
    ),
    Misconception(
        "mean taken off too late",
        wrong.mean_taken_off_last,
        "X was divided by s before its mean was taken off, and the mean was not. First the distance from the "
        "mean, then the division of all of it.",
        NORMALIZE,
    ),
    Misconception(
        "one less",
        wrong.one_less,
        "In the variance, you divided by one less than there are numbers. Here it is the variance of the "
        "batch itself: then that of N is 1.",
        STATISTICS,
    ),
    Misconception(
        "of each sample",
        wrong.of_each_sample,
        "Each sample was normalized along its features. That is layer normalization, which comes in Part 5: "
        "here each feature is, over the batch.",
        STATISTICS,
    ),
    Misconception(
        "over the batch alone",
        wrong.over_the_batch_alone,
        "In images, each pixel was normalized by itself. A channel is one feature wherever it is looked at: "
        "height and width count like the batch.",
        STATISTICS,
    ),
    Misconception(
        "of everything",
        wrong.of_everything,
        "All features share one mean and one variance here. Each has its own.",
        STATISTICS,
    ),
    Misconception(
        "of each image",
        wrong.of_each_image,
        "The batch was left out, so that every sample has statistics of its own. Other samples are what a "
        "feature is compared with.",
        STATISTICS,
    ),
    Misconception(
        "gamma forgotten",
        wrong.gamma_forgotten,
        "In A, gamma is missing. The layer may need another variance than 1, and learns which.",
        SCALE,
    ),
    Misconception(
        "beta forgotten",
        wrong.beta_forgotten,
        "In A, beta is missing. The layer may need another mean than 0, and learns which.",
        SCALE,
    ),
    Misconception(
        "gamma and beta forgotten",
        wrong.both_forgotten,
        "What was returned for A is N. gamma and beta come after it.",
        SCALE,
    ),
    Misconception(
        "gamma and beta exchanged",
        wrong.exchanged,
        "gamma and beta have changed places: gamma is what N is multiplied by, and beta is added.",
        SCALE,
    ),
    Misconception(
        "beta before gamma",
        wrong.shifted_first,
        "In A, beta was added before gamma came, and was multiplied by it. beta is the mean of A: it comes "
        "last.",
        SCALE,
    ),
    Misconception(
        "A made of X",
        wrong.scaled_from_X,
        "gamma and beta were laid over X. They come after the normalization, and work on N.",
        SCALE,
    ),
    Misconception(
        "A in place of N",
        wrong.A_for_N,
        "For N, you returned A once more. N is what is there before gamma and beta.",
        SCALE,
    ),
    Misconception(
        "X in place of N",
        wrong.X_for_N,
        "For N, you returned X. The way back needs what was normalized, not what came in.",
        NORMALIZE,
    ),
    Misconception(
        "mean in place of N",
        wrong.mean_for_N,
        "For N, the means were returned. What the way back needs is N, of the shape of X, and s.",
        NORMALIZE,
    ),
    Misconception(
        "X changed in place",
        wrong.changed_in_place,
        "The numbers are right, and X itself was changed on the way. The layer below may still need it: work "
        "on a copy.",
    ),
    Misconception(
        "A alone",
        wrong.A_alone,
        "A came alone. N and s are asked for as well: the way back will need them.",
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. A, N and s are asked for, in this order.",
    ),
]
