"""The mistakes that students make in pick, and what is said of them."""

from __future__ import annotations

import numpy as np

from autograder.exercise import WHOLE, Misconception


def _right(p, u):
    return int(np.searchsorted(np.cumsum(p), u, side="right"))


def best_token(p, u):
    return int(np.argmax(p))


def up_to_the_end(p, u):
    return int(np.searchsorted(np.cumsum(p), u))


def borders_in_no_part(p, u):
    end = 0.0
    for token, length in enumerate(p):
        if end < u < end + length:
            return token
        end += length
    return None


def one_too_far(p, u):
    return _right(p, u) + 1


def one_too_near(p, u):
    return _right(p, u) - 1


def single_probabilities(p, u):
    return next((token for token, probability in enumerate(p) if u < probability), 0)


def single_probabilities_or_the_last(p, u):
    return next((token for token, probability in enumerate(p) if u < probability), len(p) - 1)


def single_probabilities_or_none(p, u):
    return next((token for token, probability in enumerate(p) if u < probability), None)


def searched_among_probabilities(p, u):
    return int(np.searchsorted(p, u, side="right"))


def nearest_probability(p, u):
    return int(np.argmin(abs(p - u)))


def nearest_end(p, u):
    return int(np.argmin(abs(np.cumsum(p) - u)))


def as_if_alike(p, u):
    return int(u * len(p))


def from_the_end(p, u):
    return len(p) - 1 - _right(p[::-1], u)


def turned_round(p, u):
    return _right(p, 1 - u)


def largest_first(p, u):
    order = np.argsort(-p, kind="stable")
    return int(order[_right(p[order], u)])


def smallest_first(p, u):
    order = np.argsort(p, kind="stable")
    return int(order[_right(p[order], u)])


def place_among_the_largest(p, u):
    return _right(np.sort(p)[::-1], u)


def probability_of_it(p, u):
    return p[_right(p, u)]


def one_hot(p, u):
    return np.eye(len(p))[_right(p, u)]


def nothing_returned(p, u):
    print(_right(p, u))


ANCHOR = "a-draw"

MISTAKES = [
    Misconception(
        "best token",
        best_token,
        "The most likely token came back, whatever u is. So the same text would be written each time; u is "
        "what chooses.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "border to the token before",
        up_to_the_end,
        "On a border, the token before it came back, and for u = 0 even one whose probability is 0. A part "
        "begins with its lower border, and ends before the upper one.",
        ANCHOR,
    ),
    Misconception(
        "borders in no part",
        borders_in_no_part,
        "On a border nothing came back, since u lies in no part there. A part begins with its lower border, "
        "and ends before the upper one.",
        ANCHOR,
    ),
    Misconception(
        "one too far",
        one_too_far,
        "The token after the right one came back. Ids count from 0.",
        ANCHOR,
    ),
    Misconception(
        "one too near",
        one_too_near,
        "The token before the right one came back. Which part is it that u lies in, and not behind?",
        ANCHOR,
    ),
    Misconception(
        "single probabilities, else the first",
        single_probabilities,
        "u was compared with each probability by itself. The parts lie one behind the other: compare it "
        "with where each part ends.",
        ANCHOR,
    ),
    Misconception(
        "single probabilities, else the last",
        single_probabilities_or_the_last,
        "u was compared with each probability by itself, and the last token came where none was larger. The "
        "parts lie one behind the other: compare it with where each part ends.",
        ANCHOR,
    ),
    Misconception(
        "single probabilities, else nothing",
        single_probabilities_or_none,
        "u was compared with each probability by itself, and nothing came where none was larger. The parts "
        "lie one behind the other: compare it with where each part ends.",
        ANCHOR,
    ),
    Misconception(
        "searched among the probabilities",
        searched_among_probabilities,
        "u was looked up among the probabilities themselves. These are lengths, and in no order. Where on "
        "the line does each part end?",
        ANCHOR,
    ),
    Misconception(
        "nearest probability",
        nearest_probability,
        "The token whose probability is nearest to u came back. u is a place on the line, and the "
        "probabilities are lengths.",
        ANCHOR,
    ),
    Misconception(
        "nearest end",
        nearest_end,
        "The token whose part ends nearest to u came back. The one is meant in whose part u lies, however "
        "far its end is.",
        ANCHOR,
    ),
    Misconception(
        "as if all were alike",
        as_if_alike,
        "The line was cut into parts of the same length. The part of a token is as long as its probability.",
        ANCHOR,
    ),
    Misconception(
        "from the end",
        from_the_end,
        "The parts were laid from the last token to the first. The first token begins at 0.",
        ANCHOR,
    ),
    Misconception(
        "u from the end",
        turned_round,
        "u was counted from the end of the line. It is the distance from 0.",
        ANCHOR,
    ),
    Misconception(
        "largest first",
        largest_first,
        "The parts were put in order of their size, the largest first. That is as fair, but other tokens "
        "come: they lie in order of their ids.",
        ANCHOR,
    ),
    Misconception(
        "smallest first",
        smallest_first,
        "The parts were put in order of their size, the smallest first. That is as fair, but other tokens "
        "come: they lie in order of their ids.",
        ANCHOR,
    ),
    Misconception(
        "rank in place of the id",
        place_among_the_largest,
        "The probabilities were put in order, and the place in that order came back. It is not the id of "
        "the token any more.",
        ANCHOR,
    ),
    Misconception(
        "probability in place of the id",
        probability_of_it,
        "The probability of the token came back. Its id is asked for, a whole number.",
        ANCHOR,
    ),
    Misconception(
        "one-hot",
        one_hot,
        "A row with a 1 came back. The id itself is asked for, a whole number.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
        least=WHOLE,
    ),
]
