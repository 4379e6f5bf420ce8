"""What is said of the mistakes in a step of Adam."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.optimizers import wrong_adam as wrong
from autograder.exercises.optimizers.correction_sentences import CORRECTIONS

ANCHOR = "adam"

MISTAKES = [
    *CORRECTIONS,
    Misconception(
        "beta_1 and beta_2 exchanged",
        wrong.betas_exchanged,
        "The betas have changed places: beta_1 is for M, the mean of the gradients, and beta_2 for V, that "
        "of their squares.",
        ANCHOR,
    ),
    Misconception(
        "beta and 1 - beta exchanged",
        wrong.shares_exchanged,
        "The shares in the means have changed places. beta is what is kept, most of it, and what is new gets "
        "the rest.",
        ANCHOR,
    ),
    Misconception(
        "beta_1 for both",
        wrong.beta_1_for_both,
        "beta_1 was used for V as well. It is for M; V, the mean of the squares, has a share and a "
        "correction of its own, which are made of beta_2.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "beta_2 for both",
        wrong.beta_2_for_both,
        "beta_2 was used for M as well. It is for V; M, the mean of the gradients, has a share and a "
        "correction of its own, which are made of beta_1.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "gradient taken whole",
        wrong.gradient_whole,
        "The gradient came to M whole. In a mean the two shares add up to 1: beta_1 of what was, and the "
        "rest for what comes.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "square taken whole",
        wrong.square_whole,
        "The square of the gradient came to V whole. In a mean the two shares add up to 1: beta_2 of what "
        "was, and the rest for what comes.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "gradients taken whole",
        wrong.gradients_whole,
        "The gradient and its square came to the means whole. In a mean the two shares add up to 1: beta of "
        "what was, and the rest for what comes.",
        ANCHOR,
    ),
    Misconception(
        "gradient not squared",
        wrong.without_squares,
        "V took in the gradient as it is, so that it can be negative, and then has no root. It is a mean of "
        "squares.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "square of the mean",
        wrong.square_of_the_mean,
        "V took in the square of M. It is the mean of the squares of the gradients themselves, which may be "
        "large though their mean is 0.",
        ANCHOR,
    ),
    Misconception(
        "root left out",
        wrong.without_root,
        "The step was divided by the corrected V, which is a mean of squares. Divide by its root, which is "
        "as large as a gradient.",
        ANCHOR,
    ),
    Misconception(
        "epsilon under the root",
        wrong.epsilon_inside,
        "Epsilon was added under the root. It is added to the root, and so counts only where gradients are "
        "as small as epsilon itself.",
        ANCHOR,
    ),
    Misconception(
        "epsilon beside the fraction",
        wrong.epsilon_outside,
        "Epsilon was added to the whole fraction, so that everything drifts down a little. It belongs below "
        "the line, with the root: mind the brackets.",
        ANCHOR,
    ),
    Misconception(
        "epsilon added to P",
        wrong.epsilon_on_p,
        "Epsilon was added to P itself, beside the step. It belongs below the line, with the root: mind the "
        "brackets.",
        ANCHOR,
    ),
    Misconception(
        "epsilon left out",
        wrong.without_epsilon,
        "Epsilon is missing. A number that never had a gradient would be divided 0 by 0, and become nan.",
        ANCHOR,
    ),
    Misconception(
        "gradient in place of its mean",
        wrong.gradient_for_the_mean,
        "The step follows the gradient itself, as in RMSprop. Adam follows M, the mean of the gradients, "
        "corrected.",
        ANCHOR,
    ),
    Misconception(
        "RMSprop's step",
        wrong.rmsprops_step,
        "The step is that of RMSprop: the gradient over the root of V, and neither M nor a correction in it. "
        "It follows the corrected M, over the root of the corrected V.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "step made of the means before",
        wrong.old_means_in_the_step,
        "The step was made of M and V as they were before this gradient. First both hear of it, then comes "
        "the correction, then the step.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "fraction turned round",
        wrong.turned_round,
        "The root of V stands above the line, and M below. It is the other way round: the step follows M.",
        ANCHOR,
    ),
    Misconception(
        "rate left out",
        wrong.without_rate,
        "The step is missing the rate, so that its length is about 1, whatever is asked for. Multiply by it.",
        ANCHOR,
    ),
    Misconception(
        "usual numbers, whatever is given",
        wrong.usual_numbers,
        "The usual betas and epsilon were used, though others are given. Use the arguments; what stands in "
        "the first line is only for calls that say nothing.",
        ANCHOR,
    ),
    Misconception(
        "M and V exchanged",
        wrong.exchanged,
        "M and V came back in each other's place: first P, then the mean of the gradients, then that of "
        "their squares.",
        least=WHOLE,
    ),
    Misconception(
        "old M and V returned",
        wrong.old_means_returned,
        "A mean came back as it was before the step. It hears of this gradient, and the next step has to go "
        "on with what it is then.",
        ANCHOR,
    ),
    Misconception(
        "P left as it was",
        wrong.p_left,
        "P came back as it was. M and V have heard of the gradient; what is missing is the step that is made "
        "of them.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "gradient added",
        wrong.uphill,
        "The step was added to P, and so the loss grows: the gradient points uphill. Take it off.",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "P alone",
        wrong.p_alone,
        "Only P came back. The next step needs the new M and V as well: return all three.",
        least=WHOLE,
    ),
    Misconception(
        "inputs changed in place",
        wrong.in_place,
        "The numbers are right, and the arrays that you were given were changed on the way. Make new ones: "
        "P - step is a new array, and P -= step is not.",
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. Inside of it P is a name for a new array, which "
        "nobody else sees unless it is returned.",
        least=WHOLE,
    ),
]
