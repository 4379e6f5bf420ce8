"""What is said of the mistakes in next_token_loss."""

from __future__ import annotations

from functools import partial

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.language_model import wrong_losses as wrong

ANCHOR, SLOPES = "next-token", "next-token-gradient"
LITTLE = (1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
"""What students add to a probability so that it has a logarithm."""

MISTAKES = [
    Misconception(
        "not shifted",
        wrong.not_shifted,
        "Each step was compared with the token that stands there. The model has just read that one; its "
        "scores are for the token after it.",
        ANCHOR,
    ),
    Misconception(
        "not shifted, and the last left out",
        wrong.not_shifted_nor_the_last,
        "The last step is left out, and the others are compared with their own token, which the model has "
        "just read. The right one comes one step later.",
        ANCHOR,
    ),
    Misconception(
        "the token before",
        wrong.the_token_before,
        "Each step was compared with the token before it. The model looks forward: the right one comes one "
        "step later.",
        ANCHOR,
    ),
    Misconception(
        "first token after the last",
        wrong.first_after_last,
        "The last step was compared with the first token, as if the text were a ring. Nobody knows what "
        "comes after the end: that step does not count.",
        ANCHOR,
    ),
    Misconception(
        "moved the other way",
        wrong.rolled_the_other_way,
        "Each step was compared with the token before it, and the first with the last. The model looks "
        "forward: the right one comes one step later.",
        ANCHOR,
    ),
    Misconception(
        "divided by all places",
        wrong.over_all_steps,
        "The sum was divided by the number of all tokens. The last of each text has none after it, so that "
        "there is one less to predict in each text.",
        ANCHOR,
    ),
    Misconception(
        "divided by the number of texts",
        wrong.over_texts,
        "The sum was divided by the number of texts alone. A longer text would then have a larger loss: "
        "divide by the number of predictions.",
        ANCHOR,
    ),
    Misconception(
        "divided by the steps alone",
        wrong.over_steps,
        "The sum was divided by the predictions of one text. It runs over all texts: divide by the number "
        "of all predictions.",
        ANCHOR,
    ),
    Misconception(
        "divided by the vocabulary, too",
        wrong.over_the_vocabulary,
        "The mean was taken over the vocabulary as well. Each step has one loss, that of the token that "
        "came: divide by the number of predictions alone.",
        ANCHOR,
    ),
    Misconception(
        "sum for mean",
        wrong.summed,
        "The losses were added up. Their mean is asked for, so that neither longer texts nor more of them "
        "make it larger.",
        ANCHOR,
    ),
    Misconception(
        "gradient of the sum",
        wrong.slopes_summed,
        "The gradient is that of the sum of the losses. The loss is their mean, and divides the gradient as "
        "well.",
        SLOPES,
    ),
    Misconception(
        "gradient divided by the texts",
        wrong.slopes_over_texts,
        "The gradient was divided by the number of texts alone. The mean is over all predictions of all "
        "texts.",
        SLOPES,
    ),
    Misconception(
        "gradient divided by all places",
        wrong.slopes_over_all_steps,
        "The gradient was divided by the number of all tokens. There is one prediction less in each text.",
        SLOPES,
    ),
    Misconception(
        "last step left out",
        wrong.last_step_left_out,
        "The gradient has one step too few. The last scores are compared with nothing; their gradient is "
        "there all the same, and is 0.",
        SLOPES,
    ),
    Misconception(
        "one step late",
        wrong.one_step_late,
        "The gradient stands one step too late, with the token that was to be predicted. It belongs to the "
        "scores that predicted it.",
        SLOPES,
    ),
    Misconception(
        "probabilities at the last step",
        wrong.probabilities_at_the_last,
        "At the last step the probabilities came back. Its scores are compared with nothing, and nothing "
        "comes back to them.",
        SLOPES,
    ),
    Misconception(
        "one-hot forgotten",
        wrong.one_hot_forgotten,
        "The probabilities themselves came back as gradient. What is missing is the token that came: there, "
        "1 is taken off.",
        SLOPES,
    ),
    Misconception(
        "right token alone",
        wrong.right_token_alone,
        "Only the score of the token that came has a gradient. The scores of all others are in softmax as "
        "well: where one rises, the probability of the right token falls.",
        SLOPES,
    ),
    Misconception(
        "softmax passed by",
        wrong.softmax_passed_by,
        "This is the gradient of the probabilities. Softmax lies between them and the scores: together, the "
        "two are simpler than each by itself.",
        SLOPES,
    ),
    Misconception(
        "gradient turned round",
        wrong.slopes_turned_round,
        "The sign of the gradient is turned round. The loss falls when the score of the right token rises, "
        "so that its gradient is negative.",
        SLOPES,
    ),
    Misconception(
        "loss turned round",
        wrong.loss_turned_round,
        "The logarithm of a probability is negative, and a loss is positive: the smaller the probability of "
        "what came, the larger.",
        ANCHOR,
    ),
    Misconception(
        "softmax over the steps",
        wrong.over_steps_softmax,
        "The probabilities add up to 1 over the steps of a text. At each step, they add up to 1 over the "
        "vocabulary.",
        ANCHOR,
    ),
    Misconception(
        "not moved",
        wrong.not_moved,
        "For large scores an exp was more than a number can hold, or all of them became 0. First take the "
        "largest score of each step off, as in unit 3.",
        ANCHOR,
    ),
    Misconception(
        "logarithm not moved",
        wrong.logarithm_not_moved,
        "For large scores an exp was more than a number can hold, or all of them became 0. First take the "
        "largest score of each step off, as in unit 3.",
        ANCHOR,
    ),
    Misconception(
        "logarithm of a probability that became 0",
        wrong.logarithm_last,
        "For large scores a probability became 0 before its logarithm was taken. Take the logarithm of the "
        "formula first, on paper: exp and log then meet.",
        ANCHOR,
    ),
    *(
        Misconception(
            f"{little:g} added to the probability",
            partial(wrong.something_added, little),
            "A little number beside the probability avoids log(0), and hides how wrong a wrong model is. "
            "Take the logarithm of the formula first, on paper: exp and log then meet.",
            ANCHOR,
        )
        for little in LITTLE
    ),
    *(
        Misconception(
            f"probability cut off at {little:g}",
            partial(wrong.cut_off, little),
            "A probability that is never below a little number avoids log(0), and hides how wrong a wrong "
            "model is. Take the logarithm of the formula first, on paper: exp and log then meet.",
            ANCHOR,
        )
        for little in LITTLE
    ),
    Misconception(
        "moved by one maximum for all",
        wrong.moved_by_one_maximum,
        "The same number was taken off the scores of several steps, and where they lie far below it all exp "
        "became 0. Each step has a largest score of its own.",
        ANCHOR,
    ),
    Misconception(
        "perplexity",
        wrong.perplexity,
        "This is the perplexity, exp of the loss. It is easier to read; the loss itself is asked for.",
        ANCHOR,
    ),
    Misconception(
        "in bits",
        wrong.in_bits,
        "Your loss is in bits: logarithms were taken to the base 2. The natural logarithm is asked for, as "
        "in unit 3.",
        ANCHOR,
    ),
    Misconception(
        "a loss for each place",
        wrong.loss_of_each,
        "There is a loss for each step, and they are right. One number is asked for, their mean.",
        ANCHOR,
    ),
    Misconception(
        "loss alone",
        wrong.loss_alone,
        "One thing came back. Two are asked for, the loss and the gradient of the scores.",
        least=WHOLE,
    ),
    Misconception(
        "gradient alone",
        wrong.gradient_alone,
        "The gradient alone came back. Two things are asked for, the loss and the gradient of the scores.",
        least=WHOLE,
    ),
    Misconception(
        "loss and gradient exchanged",
        wrong.exchanged,
        "The two results have changed places: first the loss, then the gradient of the scores.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. The loss and the gradient are asked for; what is "
        "printed can be read by people only.",
        least=WHOLE,
    ),
]
