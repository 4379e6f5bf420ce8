"""What is said of the mistakes in a step of Adam."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.optimizers import wrong_adam as wrong

ANCHOR, CORRECTION = "adam", "bias-correction"

MISTAKES = [
    Misconception(
        "correction left out",
        wrong.not_corrected,
        "M and V were used as they are. They began at 0 and are too small at first: divide each by one minus "
        "its beta to the power of t.",
        CORRECTION,
    ),
    Misconception(
        "only M corrected",
        wrong.only_m_corrected,
        "M was corrected, and V was used as it is. Both began at 0, and each has a correction of its own.",
        CORRECTION,
        least=2,
    ),
    Misconception(
        "only V corrected",
        wrong.only_v_corrected,
        "V was corrected, and M was used as it is. Both began at 0, and each has a correction of its own.",
        CORRECTION,
    ),
    Misconception(
        "corrected means returned",
        wrong.corrections_kept,
        "M and V came back corrected, so the next step would correct them again. What is remembered are the "
        "means themselves; the correction is for this step alone.",
        CORRECTION,
    ),
    Misconception(
        "steps counted from 0",
        wrong.counted_from_zero,
        "Your correction counts steps from 0, and so divides by 0 at the first. t is 1 at the first step "
        "already: use it as it comes.",
        CORRECTION,
        least=2,
    ),
    Misconception(
        "steps counted one too far",
        wrong.one_step_ahead,
        "Your correction is that of the next step. t is 1 at the first step already: use it as it comes.",
        CORRECTION,
    ),
    Misconception(
        "always the first step's correction",
        wrong.always_the_first,
        "M and V were divided by 1 - beta in every step. That is right in the first; later ones need less "
        "correction, and the power of t says how much.",
        CORRECTION,
    ),
    Misconception(
        "times t, not to the power of t",
        wrong.times_t,
        "The betas were multiplied by t. They stand to the power of t: what is left of the 0 at the "
        "beginning, after t steps that each kept the share beta.",
        CORRECTION,
    ),
    Misconception(
        "multiplied by the correction",
        wrong.multiplied,
        "M and V were multiplied, and so they became smaller still. They are too small at first: divide.",
        CORRECTION,
    ),
    Misconception(
        "V corrected with beta_1",
        wrong.same_correction,
        "V was corrected with beta_1. It was made with beta_2, and that says how much is missing.",
        CORRECTION,
    ),
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
        "epsilon added before the correction, as in Keras",
        wrong.as_in_keras,
        "Epsilon was added to the root of V before V was corrected, as Keras does it. Here, as in PyTorch, V "
        "is corrected first, and epsilon is added last.",
        CORRECTION,
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
        "brackets left out of the correction",
        wrong.without_brackets,
        "The brackets below the line are missing, so that M and V were divided by 1, and the power was taken "
        "off after it. All of the difference is what to divide by.",
        CORRECTION,
    ),
    Misconception(
        "root taken before the correction",
        wrong.root_first,
        "The root of V was divided by the correction. V itself is what is too small: correct it first, and "
        "take the root then.",
        CORRECTION,
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
    ),
    Misconception(
        "corrections exchanged",
        wrong.corrections_exchanged,
        "M was corrected with beta_2, and V with beta_1. Each is corrected with the beta that it was made "
        "with.",
        CORRECTION,
    ),
    Misconception(
        "power of the bracket",
        wrong.power_of_the_bracket,
        "1 - beta was taken to the power of t. Only beta stands to that power: what is left of the 0 at the "
        "beginning, which is taken off 1.",
        CORRECTION,
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
        "M and V came back as they were before the step. The next step has to go on with the new ones.",
        ANCHOR,
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
