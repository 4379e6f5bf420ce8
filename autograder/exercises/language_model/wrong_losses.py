"""The mistakes that students make in next_token_loss, and what is said of them."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


def _log_softmax(S, axis=-1):
    S = S - S.max(axis=axis, keepdims=True)
    return S - np.log(np.exp(S).sum(axis=axis, keepdims=True))


def _loss_and_slopes(S, targets, count, axis=-1):
    """Loss and gradient of scores and the ids that are right, divided by a count."""
    log_P, Y = _log_softmax(S, axis), np.eye(S.shape[-1])[targets]
    return -(log_P * Y).sum() / count, (np.exp(log_P) - Y) / count


def _right(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids[:, 1:].size)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def not_shifted(Z, ids):
    return _loss_and_slopes(Z, ids, ids.size)


def not_shifted_nor_the_last(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, :-1], ids[:, 1:].size)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def the_token_before(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, 1:], ids[:, :-1], ids[:, 1:].size)
    return loss, np.pad(slopes, ((0, 0), (1, 0), (0, 0)))


def first_after_last(Z, ids):
    return _loss_and_slopes(Z, np.roll(ids, -1, axis=1), ids.size)


def over_all_steps(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids.size)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def over_texts(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], len(ids))
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def over_steps(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids.shape[1] - 1)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def over_the_vocabulary(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss / Z.shape[-1], slopes / Z.shape[-1]


def summed(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], 1)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def slopes_summed(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes * ids[:, 1:].size


def slopes_over_texts(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes * (ids.shape[1] - 1)


def slopes_over_all_steps(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes * ids[:, 1:].size / ids.size


def last_step_left_out(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, slopes[:, :-1]


def one_step_late(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, np.roll(slopes, 1, axis=1)


def probabilities_at_the_last(Z, ids):
    loss, slopes = _right(Z, ids)
    slopes[:, -1] = np.exp(_log_softmax(Z[:, -1])) / ids[:, 1:].size
    return loss, slopes


def one_hot_forgotten(Z, ids):
    loss, slopes = _right(Z, ids)
    slopes[:, :-1] = np.exp(_log_softmax(Z[:, :-1])) / ids[:, 1:].size
    return loss, slopes


def slopes_turned_round(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss, -slopes


def loss_turned_round(Z, ids):
    loss, slopes = _right(Z, ids)
    return -loss, slopes


def over_steps_softmax(Z, ids):
    loss, slopes = _loss_and_slopes(Z[:, :-1], ids[:, 1:], ids[:, 1:].size, axis=1)
    return loss, np.pad(slopes, ((0, 0), (0, 1), (0, 0)))


def not_moved(Z, ids):
    E = np.exp(Z[:, :-1])
    P, Y = E / E.sum(axis=-1, keepdims=True), np.eye(Z.shape[-1])[ids[:, 1:]]
    count = ids[:, 1:].size
    dZ = np.zeros(Z.shape)
    dZ[:, :-1] = (P - Y) / count
    return -np.log((P * Y).sum(axis=-1)).sum() / count, dZ


def logarithm_last(Z, ids):
    _, dZ = _right(Z, ids)
    P, Y = np.exp(_log_softmax(Z[:, :-1])), np.eye(Z.shape[-1])[ids[:, 1:]]
    return -np.log((P * Y).sum(axis=-1)).sum() / ids[:, 1:].size, dZ


def something_added(Z, ids):
    _, dZ = _right(Z, ids)
    P, Y = np.exp(_log_softmax(Z[:, :-1])), np.eye(Z.shape[-1])[ids[:, 1:]]
    return -np.log((P * Y).sum(axis=-1) + 1e-12).sum() / ids[:, 1:].size, dZ


def moved_by_one_maximum(Z, ids):
    return not_moved(Z - Z.max(), ids)


def perplexity(Z, ids):
    loss, slopes = _right(Z, ids)
    return np.exp(loss), slopes


def in_bits(Z, ids):
    loss, slopes = _right(Z, ids)
    return loss / np.log(2), slopes


def loss_of_each(Z, ids):
    log_P, Y = _log_softmax(Z[:, :-1]), np.eye(Z.shape[-1])[ids[:, 1:]]
    return -(log_P * Y).sum(axis=-1), _right(Z, ids)[1]


def loss_alone(Z, ids):
    return _right(Z, ids)[0]


def gradient_alone(Z, ids):
    return _right(Z, ids)[1]


def rolled_the_other_way(Z, ids):
    return _loss_and_slopes(Z, np.roll(ids, 1, axis=1), ids.size)


def exchanged(Z, ids):
    return _right(Z, ids)[::-1]


def nothing_returned(Z, ids):
    loss, _ = _right(Z, ids)
    print(loss)


ANCHOR, SLOPES = "next-token", "next-token-gradient"

MISTAKES = [
    Misconception(
        "not shifted",
        not_shifted,
        "Each step was compared with the token that stands there. The model has just read that one; its "
        "scores are for the token after it.",
        ANCHOR,
    ),
    Misconception(
        "not shifted, and the last left out",
        not_shifted_nor_the_last,
        "The last step is left out, and the others are compared with their own token, which the model has "
        "just read. The right one comes one step later.",
        ANCHOR,
    ),
    Misconception(
        "the token before",
        the_token_before,
        "Each step was compared with the token before it. The model looks forward: the right one comes one "
        "step later.",
        ANCHOR,
    ),
    Misconception(
        "first token after the last",
        first_after_last,
        "The last step was compared with the first token, as if the text were a ring. Nobody knows what "
        "comes after the end: that step does not count.",
        ANCHOR,
    ),
    Misconception(
        "moved the other way",
        rolled_the_other_way,
        "Each step was compared with the token before it, and the first with the last. The model looks "
        "forward: the right one comes one step later.",
        ANCHOR,
    ),
    Misconception(
        "divided by all places",
        over_all_steps,
        "The sum was divided by the number of all tokens. The last of each text has none after it, so that "
        "there is one less to predict in each text.",
        ANCHOR,
    ),
    Misconception(
        "divided by the number of texts",
        over_texts,
        "The sum was divided by the number of texts alone. A longer text would then have a larger loss: "
        "divide by the number of predictions.",
        ANCHOR,
    ),
    Misconception(
        "divided by the steps alone",
        over_steps,
        "The sum was divided by the predictions of one text. It runs over all texts: divide by the number "
        "of all predictions.",
        ANCHOR,
    ),
    Misconception(
        "divided by the vocabulary, too",
        over_the_vocabulary,
        "The mean was taken over the vocabulary as well. Each step has one loss, that of the token that "
        "came: divide by the number of predictions alone.",
        ANCHOR,
    ),
    Misconception(
        "sum for mean",
        summed,
        "The losses were added up. Their mean is asked for, so that neither longer texts nor more of them "
        "make it larger.",
        ANCHOR,
    ),
    Misconception(
        "gradient of the sum",
        slopes_summed,
        "The gradient is that of the sum of the losses. The loss is their mean, and divides the gradient as "
        "well.",
        SLOPES,
    ),
    Misconception(
        "gradient divided by the texts",
        slopes_over_texts,
        "The gradient was divided by the number of texts alone. The mean is over all predictions of all "
        "texts.",
        SLOPES,
    ),
    Misconception(
        "gradient divided by all places",
        slopes_over_all_steps,
        "The gradient was divided by the number of all tokens. There is one prediction less in each text.",
        SLOPES,
    ),
    Misconception(
        "last step left out",
        last_step_left_out,
        "The gradient has one step too few. The last scores are compared with nothing; their gradient is "
        "there all the same, and is 0.",
        SLOPES,
    ),
    Misconception(
        "one step late",
        one_step_late,
        "The gradient stands one step too late, with the token that was to be predicted. It belongs to the "
        "scores that predicted it.",
        SLOPES,
    ),
    Misconception(
        "probabilities at the last step",
        probabilities_at_the_last,
        "At the last step the probabilities came back. Its scores are compared with nothing, and nothing "
        "comes back to them.",
        SLOPES,
    ),
    Misconception(
        "one-hot forgotten",
        one_hot_forgotten,
        "The probabilities themselves came back as gradient. What is missing is the token that came: there, "
        "1 is taken off.",
        SLOPES,
    ),
    Misconception(
        "gradient turned round",
        slopes_turned_round,
        "The sign of the gradient is turned round. The loss falls when the score of the right token rises, "
        "so that its gradient is negative.",
        SLOPES,
    ),
    Misconception(
        "loss turned round",
        loss_turned_round,
        "The logarithm of a probability is negative, and a loss is positive: the smaller the probability of "
        "what came, the larger.",
        ANCHOR,
    ),
    Misconception(
        "softmax over the steps",
        over_steps_softmax,
        "The probabilities add up to 1 over the steps of a text. At each step, they add up to 1 over the "
        "vocabulary.",
        ANCHOR,
    ),
    Misconception(
        "not moved",
        not_moved,
        "For large scores an exp was more than a number can hold, or all of them became 0. First take the "
        "largest score of each step off, as in unit 3.",
        ANCHOR,
    ),
    Misconception(
        "logarithm of a probability that became 0",
        logarithm_last,
        "For large scores a probability became 0 before its logarithm was taken. Take the logarithm of the "
        "formula first, on paper: exp and log then meet.",
        ANCHOR,
    ),
    Misconception(
        "something added to the probability",
        something_added,
        "A little number beside the probability avoids log(0), and hides how wrong a wrong model is. Take "
        "the logarithm of the formula first, on paper: exp and log then meet.",
        ANCHOR,
    ),
    Misconception(
        "moved by one maximum for all",
        moved_by_one_maximum,
        "The same number was taken off the scores of several steps, and where they lie far below it all exp "
        "became 0. Each step has a largest score of its own.",
        ANCHOR,
    ),
    Misconception(
        "perplexity",
        perplexity,
        "This is the perplexity, exp of the loss. It is easier to read; the loss itself is asked for.",
        ANCHOR,
    ),
    Misconception(
        "in bits",
        in_bits,
        "Your loss is in bits: logarithms were taken to the base 2. The natural logarithm is asked for, as "
        "in unit 3.",
        ANCHOR,
    ),
    Misconception(
        "a loss for each place",
        loss_of_each,
        "There is a loss for each step, and they are right. One number is asked for, their mean.",
        ANCHOR,
    ),
    Misconception(
        "loss alone",
        loss_alone,
        "One thing came back. Two are asked for, the loss and the gradient of the scores.",
        least=WHOLE,
    ),
    Misconception(
        "gradient alone",
        gradient_alone,
        "The gradient alone came back. Two things are asked for, the loss and the gradient of the scores.",
        least=WHOLE,
    ),
    Misconception(
        "loss and gradient exchanged",
        exchanged,
        "The two results have changed places: first the loss, then the gradient of the scores.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The loss and the gradient are asked for; what is "
        "printed can be read by people only.",
        least=WHOLE,
    ),
]
