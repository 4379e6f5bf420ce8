"""What is said of the mistakes in pick."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.language_model import wrong_picks as wrong

ANCHOR = "a-draw"

MISTAKES = [
    Misconception(
        "best token",
        wrong.best_token,
        "The most likely token came back, whatever u is. So the same text would be written each time; u is "
        "what chooses.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "border to the token before",
        wrong.up_to_the_end,
        "On a border, the token before it came back, and for u = 0 even one whose probability is 0. A part "
        "begins with its lower border, and ends before the upper one.",
        ANCHOR,
    ),
    Misconception(
        "border to the token before, and 0 to none",
        wrong.beyond_the_lower_border,
        "On a border, the token before it came back, and for u = 0 none. A part begins with its lower "
        "border, and ends before the upper one.",
        ANCHOR,
    ),
    Misconception(
        "borders in no part",
        wrong.borders_in_no_part,
        "On a border nothing came back, since u lies in no part there. A part begins with its lower border, "
        "and ends before the upper one.",
        ANCHOR,
    ),
    Misconception(
        "one too far",
        wrong.one_too_far,
        "The token after the right one came back. Ids count from 0.",
        ANCHOR,
    ),
    Misconception(
        "added too late",
        wrong.added_too_late,
        "The token after the right one came back: u was compared with the sum before the token's own part "
        "was in it. First add the part, then compare.",
        ANCHOR,
    ),
    Misconception(
        "all from there on",
        wrong.all_from_there_on,
        "All tokens came back whose part ends beyond u. The first of them is the one that u falls on.",
        ANCHOR,
    ),
    Misconception(
        "one too near",
        wrong.one_too_near,
        "The token before the right one came back. Which part is it that u lies in, and not behind?",
        ANCHOR,
    ),
    Misconception(
        "single probabilities, else the first",
        wrong.single_probabilities,
        "u was compared with each probability by itself. The parts lie one behind the other: compare it "
        "with where each part ends.",
        ANCHOR,
    ),
    Misconception(
        "single probabilities, else the last",
        wrong.single_probabilities_or_the_last,
        "u was compared with each probability by itself, and the last token came where none was larger. The "
        "parts lie one behind the other: compare it with where each part ends.",
        ANCHOR,
    ),
    Misconception(
        "single probabilities, else nothing",
        wrong.single_probabilities_or_none,
        "u was compared with each probability by itself, and nothing came where none was larger. The parts "
        "lie one behind the other: compare it with where each part ends.",
        ANCHOR,
    ),
    Misconception(
        "searched among the probabilities",
        wrong.searched_among_probabilities,
        "u was looked up among the probabilities themselves. These are lengths, and in no order. Where on "
        "the line does each part end?",
        ANCHOR,
    ),
    Misconception(
        "nearest probability",
        wrong.nearest_probability,
        "The token whose probability is nearest to u came back. u is a place on the line, and the "
        "probabilities are lengths.",
        ANCHOR,
    ),
    Misconception(
        "nearest end",
        wrong.nearest_end,
        "The token whose part ends nearest to u came back. The one is meant in whose part u lies, however "
        "far its end is.",
        ANCHOR,
    ),
    Misconception(
        "as if all were alike",
        wrong.as_if_alike,
        "The line was cut into parts of the same length. The part of a token is as long as its probability.",
        ANCHOR,
    ),
    Misconception(
        "from the end",
        wrong.from_the_end,
        "The parts were laid from the last token to the first. The first token begins at 0.",
        ANCHOR,
    ),
    Misconception(
        "u from the end",
        wrong.turned_round,
        "u was counted from the end of the line. It is the distance from 0.",
        ANCHOR,
    ),
    Misconception(
        "largest first",
        wrong.largest_first,
        "The parts were put in order of their size, the largest first. That is as fair, but other tokens "
        "come: they lie in order of their ids.",
        ANCHOR,
    ),
    Misconception(
        "smallest first",
        wrong.smallest_first,
        "The parts were put in order of their size, the smallest first. That is as fair, but other tokens "
        "come: they lie in order of their ids.",
        ANCHOR,
    ),
    Misconception(
        "rank in place of the id",
        wrong.place_among_the_largest,
        "The probabilities were put in order, and the place in that order came back. It is not the id of "
        "the token any more.",
        ANCHOR,
    ),
    Misconception(
        "probability in place of the id",
        wrong.probability_of_it,
        "The probability of the token came back. Its id is asked for, a whole number.",
        ANCHOR,
    ),
    Misconception(
        "one-hot",
        wrong.one_hot,
        "A row with a 1 came back. The id itself is asked for, a whole number.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
        least=WHOLE,
    ),
]
