"""The mistakes that students make in next_probabilities, and what is said of them."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


def _softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def _kept(z, top_k):
    """True for the best."""
    return np.isin(np.arange(len(z)), np.argsort(-z)[:top_k])


def _right(z, temperature, top_k):
    return _softmax(np.where(_kept(z, top_k), z / temperature, -np.inf))


def multiplied(z, temperature, top_k):
    return _right(z, 1 / temperature, top_k)


def temperature_left_out(z, temperature, top_k):
    return _right(z, 1, top_k)


def probabilities_divided(z, temperature, top_k):
    return _right(z, 1, top_k) / temperature


def root_of_the_temperature(z, temperature, top_k):
    return _right(z, np.sqrt(temperature), top_k)


def all_of_them(z, temperature, top_k):
    return _softmax(z / temperature)


def not_shared_out_anew(z, temperature, top_k):
    return np.where(_kept(z, top_k), _softmax(z / temperature), 0)


def score_of_zero(z, temperature, top_k):
    return _softmax(np.where(_kept(z, top_k), z, 0) / temperature)


def low_score(z, temperature, top_k):
    return _softmax(np.where(_kept(z, top_k), z, -1000) / temperature)


def lowest(z, temperature, top_k):
    return _softmax(np.where(_kept(-z, top_k), z / temperature, -np.inf))


def one_too_many(z, temperature, top_k):
    return _right(z, temperature, min(top_k + 1, len(z)))


def one_too_few(z, temperature, top_k):
    return _softmax(np.where(z > np.sort(z)[-top_k], z / temperature, -np.inf))


def counted_from_the_lowest(z, temperature, top_k):
    return _softmax(np.where(z >= np.sort(z)[top_k - 1], z / temperature, -np.inf))


def order_taken_for_ranks(z, temperature, top_k):
    return _softmax(np.where(np.argsort(-z) < top_k, z / temperature, -np.inf))


def first_of_all(z, temperature, top_k):
    return _softmax(np.where(np.arange(len(z)) < top_k, z / temperature, -np.inf))


def best_in_order(z, temperature, top_k):
    return _softmax(np.sort(z)[::-1][:top_k] / temperature)


def best_in_place(z, temperature, top_k):
    return _softmax(z[_kept(z, top_k)] / temperature)


def in_order_of_size(z, temperature, top_k):
    return np.sort(_right(z, temperature, top_k))[::-1]


def alike(z, temperature, top_k):
    return _kept(z, top_k) / top_k


def not_moved(z, temperature, top_k):
    e = np.where(_kept(z, top_k), np.exp(z / temperature), 0)
    return e / e.sum()


def largest_not_divided(z, temperature, top_k):
    e = np.where(_kept(z, top_k), np.exp(z / temperature - z.max()), 0)
    return e / e.sum()


def divided_by_all(z, temperature, top_k):
    e = np.exp((z - z.max()) / temperature)
    return np.where(_kept(z, top_k), e, 0) / len(z)


def exponentials(z, temperature, top_k):
    return np.where(_kept(z, top_k), np.exp((z - z.max()) / temperature), 0)


def without_exp(z, temperature, top_k):
    scores = np.where(_kept(z, top_k), z / temperature, 0)
    return scores / scores.sum()


def logarithms(z, temperature, top_k):
    return np.log(_right(z, temperature, top_k))


def scores_alone(z, temperature, top_k):
    return np.where(_kept(z, top_k), z / temperature, -np.inf)


def scores_changed(z, temperature, top_k):
    z -= z.max()
    z /= temperature
    e = np.where(_kept(z, top_k), np.exp(z), 0)
    return e / e.sum()


def best_token(z, temperature, top_k):
    return int(np.argmax(z))


def nothing_returned(z, temperature, top_k):
    print(_right(z, temperature, top_k))


ANCHOR, TOP_K = "temperature", "top-k"

MISTAKES = [
    Misconception(
        "multiplied by the temperature",
        multiplied,
        "The temperature works as if the scores were multiplied by it: a high one makes the model surer. "
        "Which way do the differences of the scores have to go when it gets hotter?",
        ANCHOR,
    ),
    Misconception(
        "temperature left out",
        temperature_left_out,
        "The temperature changes nothing here. It divides the scores before softmax.",
        ANCHOR,
    ),
    Misconception(
        "probabilities divided by the temperature",
        probabilities_divided,
        "The probabilities were divided by the temperature, and do not add up to 1 any more. It belongs to "
        "the scores, before softmax.",
        ANCHOR,
    ),
    Misconception(
        "root of the temperature",
        root_of_the_temperature,
        "The scores were divided by the root of the temperature. The root belongs to the number of "
        "features, in attention; here it is the temperature itself.",
        ANCHOR,
    ),
    Misconception(
        "all of them",
        all_of_them,
        "No token has the probability 0. Only the top_k tokens with the highest scores keep theirs, and the "
        "others get 0.",
        TOP_K,
    ),
    Misconception(
        "not shared out anew",
        not_shared_out_anew,
        "The probabilities of the others were set to 0, and nobody got them: what is left adds up to less "
        "than 1. Those that stay share a whole.",
        TOP_K,
    ),
    Misconception(
        "score of 0 for the others",
        score_of_zero,
        "The others were given the score 0, and exp(0) is 1: they have a probability, at times a larger one "
        "than before. Which score has the exponential 0?",
        TOP_K,
    ),
    Misconception(
        "low score for the others",
        low_score,
        "The others were given a low score, always the same, and where all scores lie far below it they "
        "have the highest probability. Which score is lower than any other?",
        TOP_K,
    ),
    Misconception(
        "lowest in place of highest",
        lowest,
        "The tokens with the lowest scores were kept. The top k are those with the highest.",
        TOP_K,
    ),
    Misconception(
        "one too many",
        one_too_many,
        "One token too many has a probability above 0. Exactly top_k of them keep theirs.",
        TOP_K,
    ),
    Misconception(
        "one too few",
        one_too_few,
        "One token too few has a probability above 0: the last of the top k is one of them, too.",
        TOP_K,
    ),
    Misconception(
        "counted from the lowest",
        counted_from_the_lowest,
        "The lowest score that stays was counted from the wrong end, so that too many or too few have a "
        "probability. In rising order the best stand at the end.",
        TOP_K,
    ),
    Misconception(
        "order taken for ranks",
        order_taken_for_ranks,
        "`np.argsort` was read as the rank of each token. It says the other way round which token comes "
        "first, which second, and so on.",
        TOP_K,
    ),
    Misconception(
        "first in the vocabulary",
        first_of_all,
        "The first tokens of the vocabulary were kept. Where a token stands says nothing; those with the "
        "highest scores are meant.",
        TOP_K,
    ),
    Misconception(
        "best ones alone, in order of their scores",
        best_in_order,
        "The probabilities of the best came back alone, the highest first, so that nobody knows which token "
        "is which. Each token keeps its place, and the others have 0.",
        TOP_K,
    ),
    Misconception(
        "best ones alone",
        best_in_place,
        "The probabilities of the best came back alone, so that nobody knows which token is which. There is "
        "a number for each token of the vocabulary, and the others have 0.",
        TOP_K,
    ),
    Misconception(
        "in order of size",
        in_order_of_size,
        "The probabilities came back in order of their size. Each stands where its token stands in the "
        "vocabulary.",
        TOP_K,
    ),
    Misconception(
        "same probability for each",
        alike,
        "All that stay have the same probability. They share by their scores, as softmax does.",
        TOP_K,
    ),
    Misconception(
        "not moved",
        not_moved,
        "For large scores an exp was more than a number can hold, or all of them became 0. First take the "
        "largest score off.",
        ANCHOR,
    ),
    Misconception(
        "largest score not divided",
        largest_not_divided,
        "The largest score was taken off as it is, from scores that had been divided by the temperature. So "
        "an exp may be too large still, or all of them 0. Take it off first, then divide.",
        ANCHOR,
    ),
    Misconception(
        "divided by the vocabulary",
        divided_by_all,
        "The exponentials were divided by the number of tokens. Divided by their sum, they add up to 1.",
        ANCHOR,
    ),
    Misconception(
        "exponentials alone",
        exponentials,
        "The exponentials came back as they are. Divided by their sum, they are shares of a whole.",
        ANCHOR,
    ),
    Misconception(
        "without exp",
        without_exp,
        "The scores were divided by their sum. A score may be negative, and a probability may not: first "
        "comes exp.",
        ANCHOR,
    ),
    Misconception(
        "logarithms",
        logarithms,
        "The logarithms of the probabilities came back. The probabilities themselves are asked for.",
        ANCHOR,
    ),
    Misconception(
        "scores in place of probabilities",
        scores_alone,
        "The scores came back, divided by the temperature. What is left is softmax, which makes "
        "probabilities of them.",
        ANCHOR,
    ),
    Misconception(
        "scores changed in place",
        scores_changed,
        "The numbers are right, and the scores that you were given were changed on the way. `z /= 2` and "
        "`z[0] = 2` write into the array itself; `z.copy()` is one of your own.",
    ),
    Misconception(
        "best token",
        best_token,
        "The token with the highest score came back. The probabilities of all are asked for; the choice "
        "comes next.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
        least=WHOLE,
    ),
]
