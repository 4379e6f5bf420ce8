"""What is said of the mistakes in next_probabilities."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.language_model import wrong_probabilities as wrong

ANCHOR, TOP_K = "temperature", "top-k"

RANKS = (
    "`np.argsort` was read as the rank of each token. It says the other way round which token comes first, "
    "which second, and so on."
)

MISTAKES = [
    Misconception(
        "multiplied by the temperature",
        wrong.multiplied,
        "The temperature works as if the scores were multiplied by it: a high one makes the model surer. "
        "Which way do the differences of the scores have to go when it gets hotter?",
        ANCHOR,
        least=2,
    ),
    Misconception(
        "threshold not divided",
        wrong.threshold_not_divided,
        "The scores were divided by the temperature, and the score from which they count was not. Compare "
        "scores of one kind.",
        ANCHOR,
    ),
    Misconception(
        "temperature left out",
        wrong.temperature_left_out,
        "The temperature changes nothing here. It divides the scores before softmax.",
        ANCHOR,
    ),
    Misconception(
        "probabilities divided by the temperature",
        wrong.probabilities_divided,
        "The probabilities were divided by the temperature, and do not add up to 1 any more. It belongs to "
        "the scores, before softmax.",
        ANCHOR,
    ),
    Misconception(
        "root of the temperature",
        wrong.root_of_the_temperature,
        "The scores were divided by the root of the temperature. The root belongs to the number of "
        "features, in attention; here it is the temperature itself.",
        ANCHOR,
    ),
    Misconception(
        "all of them",
        wrong.all_of_them,
        "No token has the probability 0. Only the top_k tokens with the highest scores keep theirs, and the "
        "others get 0.",
        TOP_K,
    ),
    Misconception(
        "not shared out anew",
        wrong.not_shared_out_anew,
        "The probabilities of the others were set to 0, and nobody got them: what is left adds up to less "
        "than 1. Those that stay share a whole.",
        TOP_K,
    ),
    Misconception(
        "score of 0 for the others",
        wrong.score_of_zero,
        "The others were given the score 0, and exp(0) is 1: they have a probability, at times a larger one "
        "than before. Which score has the exponential 0?",
        TOP_K,
    ),
    Misconception(
        "low score for the others",
        wrong.low_score,
        "The others were given a low score, always the same, and where all scores lie far below it they "
        "have the highest probability. Which score is lower than any other?",
        TOP_K,
    ),
    Misconception(
        "lowest in place of highest",
        wrong.lowest,
        "The tokens with the lowest scores were kept. The top k are those with the highest.",
        TOP_K,
    ),
    Misconception(
        "one too many",
        wrong.one_too_many,
        "One token too many has a probability above 0. Exactly top_k of them keep theirs.",
        TOP_K,
    ),
    Misconception(
        "one too few",
        wrong.one_too_few,
        "One token too few has a probability above 0: the last of the top k is one of them, too.",
        TOP_K,
    ),
    Misconception(
        "counted from the lowest",
        wrong.counted_from_the_lowest,
        "The lowest score that stays was counted from the wrong end, so that too many or too few have a "
        "probability. In rising order the best stand at the end.",
        TOP_K,
        least=2,
    ),
    Misconception(
        "counted from the lowest, past the end",
        wrong.counted_past_the_end,
        "The lowest score that stays was counted from the wrong end, and where all stay it lies past the "
        "other. In rising order the best stand at the end.",
        TOP_K,
    ),
    Misconception(
        "best of the others",
        wrong.best_of_the_others,
        "The highest score of those that are left out was looked up. Where all tokens stay there is none: "
        "look up the lowest that stays.",
        TOP_K,
    ),
    Misconception("order taken for ranks", wrong.order_taken_for_ranks, RANKS, TOP_K),
    Misconception("order from below taken for ranks", wrong.order_from_below_taken_for_ranks, RANKS, TOP_K),
    Misconception(
        "first in the vocabulary",
        wrong.first_of_all,
        "The first tokens of the vocabulary were kept. Where a token stands says nothing; those with the "
        "highest scores are meant.",
        TOP_K,
    ),
    Misconception(
        "best ones alone, in order of their scores",
        wrong.best_in_order,
        "The probabilities of the best came back alone, the highest first, so that nobody knows which token "
        "is which. Each token keeps its place, and the others have 0.",
        TOP_K,
    ),
    Misconception(
        "best ones alone",
        wrong.best_in_place,
        "The probabilities of the best came back alone, so that nobody knows which token is which. There is "
        "a number for each token of the vocabulary, and the others have 0.",
        TOP_K,
    ),
    Misconception(
        "in order of size",
        wrong.in_order_of_size,
        "The probabilities came back in order of their size. Each stands where its token stands in the "
        "vocabulary.",
        TOP_K,
    ),
    Misconception(
        "same probability for each",
        wrong.alike,
        "All that stay have the same probability. They share by their scores, as softmax does.",
        TOP_K,
    ),
    Misconception(
        "not moved",
        wrong.not_moved,
        "For large scores an exp was more than a number can hold, or all of them became 0. First take the "
        "largest score off.",
        ANCHOR,
    ),
    Misconception(
        "largest score not divided",
        wrong.largest_not_divided,
        "The largest score was taken off as it is, from scores that had been divided by the temperature. So "
        "an exp may be too large still, or all of them 0. Take it off first, then divide.",
        ANCHOR,
    ),
    Misconception(
        "divided by the vocabulary",
        wrong.divided_by_all,
        "The exponentials were divided by the number of tokens. Divided by their sum, they add up to 1.",
        ANCHOR,
    ),
    Misconception(
        "exponentials alone",
        wrong.exponentials,
        "The exponentials came back as they are. Divided by their sum, they are shares of a whole.",
        ANCHOR,
    ),
    Misconception(
        "without exp",
        wrong.without_exp,
        "The scores were divided by their sum. A score may be negative, and a probability may not: first "
        "comes exp.",
        ANCHOR,
    ),
    Misconception(
        "logarithms",
        wrong.logarithms,
        "The logarithms of the probabilities came back. The probabilities themselves are asked for.",
        ANCHOR,
    ),
    Misconception(
        "scores in place of probabilities",
        wrong.scores_alone,
        "The scores came back, divided by the temperature. What is left is softmax, which makes "
        "probabilities of them.",
        ANCHOR,
    ),
    Misconception(
        "scores changed in place",
        wrong.scores_changed,
        "The numbers are right, and the scores that you were given were changed on the way. `z /= 2` and "
        "`z[0] = 2` write into the array itself; `z.copy()` is one of your own.",
    ),
    Misconception(
        "best token",
        wrong.best_token,
        "The token with the highest score came back. The probabilities of all are asked for; the choice "
        "comes next.",
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
        least=WHOLE,
    ),
]
