"""What is said of the mistakes in a step of RMSprop."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.optimizers import wrong_rmsprop as wrong

ANCHOR = "rmsprop"

MISTAKES = [
    Misconception(
        "gradient not squared",
        wrong.without_squares,
        "V took in the gradient as it is, so that it can be negative, and then has no root. It is a mean of "
        "squares.",
        ANCHOR,
    ),
    Misconception(
        "size in place of the square",
        wrong.sizes_for_squares,
        "V took in the gradient without its sign. It is a mean of squares: the root belongs to the step, and "
        "brings back the size.",
        ANCHOR,
    ),
    Misconception(
        "root left out",
        wrong.without_root,
        "The gradient was divided by V, which is a mean of squares. Its root is as large as a gradient, and "
        "that is what to divide by.",
        ANCHOR,
    ),
    Misconception(
        "epsilon under the root, as in Keras",
        wrong.epsilon_inside,
        "Epsilon was added under the root, as Keras does it. Here, as in Adam, it is added to the root.",
        ANCHOR,
    ),
    Misconception(
        "epsilon left out",
        wrong.without_epsilon,
        "Epsilon is missing. A number that never had a gradient would be divided 0 by 0, and become nan.",
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
        "epsilon kept in V",
        wrong.epsilon_remembered,
        "Epsilon was added to V, and so adds up from step to step. It is there for the division alone: add "
        "it to the root.",
        ANCHOR,
    ),
    Misconception(
        "rho and 1 - rho exchanged",
        wrong.shares_exchanged,
        "The two shares have changed places. rho is what is kept of V, most of it, and the new square gets "
        "the rest.",
        ANCHOR,
    ),
    Misconception(
        "brackets left out",
        wrong.without_brackets,
        "The brackets around 1 - rho are missing, so that rho alone meets the square. A product comes before "
        "a difference.",
        ANCHOR,
    ),
    Misconception(
        "new square taken whole",
        wrong.gradient_whole,
        "The new square was added whole. In a moving mean the two shares add up to 1: rho of what was, and "
        "the rest for what comes.",
        ANCHOR,
    ),
    Misconception(
        "squares added up, as in Adagrad",
        wrong.all_since_the_start,
        "All squares were added up, which is Adagrad: its steps become smaller and smaller. RMSprop forgets: "
        "it keeps the share rho of V.",
        ANCHOR,
    ),
    Misconception(
        "nothing kept of V",
        wrong.this_gradient_alone,
        "V is the square of this gradient alone, so that every step has the length of the rate. Keep the "
        "share rho of what was.",
        ANCHOR,
    ),
    Misconception(
        "divided by the root of the V before",
        wrong.old_v,
        "The gradient was divided by the root of V as it was before this step, at the start 0. Let V hear of "
        "the gradient first.",
        ANCHOR,
    ),
    Misconception(
        "old V returned",
        wrong.old_v_returned,
        "V came back as it was before the step. The next step has to go on with the new one.",
        ANCHOR,
    ),
    Misconception(
        "root kept as V",
        wrong.root_remembered,
        "The root came back as V. What is remembered is the mean of squares itself, and each step takes the "
        "root anew.",
        ANCHOR,
    ),
    Misconception(
        "one mean for all numbers",
        wrong.one_for_all,
        "The mean was taken over all numbers of the gradient. Each has a V of its own, over the steps: that "
        "is what gives each a rate of its own.",
        ANCHOR,
    ),
    Misconception(
        "one sum for all numbers",
        wrong.one_sum_for_all,
        "The squares of all numbers of the gradient were added up. Each number has a V of its own, over the "
        "steps: that is what gives each a rate of its own.",
        ANCHOR,
    ),
    Misconception(
        "square of the mean",
        wrong.square_of_the_mean,
        "The mean was squared as a whole, and with it what was remembered. It is a mean of squares: only the "
        "new gradient is squared.",
        ANCHOR,
    ),
    Misconception(
        "V kept whole",
        wrong.kept_whole,
        "V was kept whole, so that it only grows. The share rho of it is kept: in a moving mean, the two "
        "shares add up to 1.",
        ANCHOR,
    ),
    Misconception(
        "square in the step",
        wrong.square_in_the_step,
        "The step has the square of the gradient above the line, and so it goes the same way for both signs. "
        "The square is for V alone.",
        ANCHOR,
    ),
    Misconception(
        "rate left out",
        wrong.without_rate,
        "The step is missing the rate, so that its length is about 1, whatever is asked for. Multiply by it.",
        ANCHOR,
    ),
    Misconception(
        "P left as it was",
        wrong.p_left,
        "P came back as it was. V has heard of the gradient; what is missing is the step itself, which is "
        "divided by the root of V.",
        ANCHOR,
    ),
    Misconception(
        "gradient added",
        wrong.uphill,
        "The step was added to P, and so the loss grows: the gradient points uphill. Take it off.",
        ANCHOR,
    ),
    Misconception(
        "not divided",
        wrong.not_divided,
        "V is kept, and the step does not look at it: this is a step of SGD. Divide the gradient by the root "
        "of V.",
        ANCHOR,
    ),
    Misconception(
        "multiplied by the root",
        wrong.multiplied,
        "The gradient was multiplied by the root of V, and so large ones become larger still. Dividing is "
        "what makes all of one size.",
        ANCHOR,
    ),
    Misconception(
        "gradient missing from the step",
        wrong.without_gradient,
        "The rate was divided by the root of V, and the gradient is missing from the step. It says in which "
        "direction to go.",
        ANCHOR,
    ),
    Misconception(
        "P and V exchanged",
        wrong.exchanged,
        "The two results have changed places: first the new P, then the new V.",
        least=WHOLE,
    ),
    Misconception(
        "P alone",
        wrong.p_alone,
        "Only P came back. The next step needs the new V as well: return both.",
        least=WHOLE,
    ),
    Misconception(
        "P and V changed in place",
        wrong.in_place,
        "The numbers are right, and the arrays that you were given were changed on the way. Make new ones: "
        "P - step is a new array, and P -= step is not.",
    ),
    Misconception(
        "V changed in place",
        wrong.v_in_place,
        "The numbers are right, and V itself was changed on the way. Make a new array of it: V * 2 is one, "
        "and V *= 2 is not.",
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. Inside of it P is a name for a new array, which "
        "nobody else sees unless it is returned.",
        least=WHOLE,
    ),
]
