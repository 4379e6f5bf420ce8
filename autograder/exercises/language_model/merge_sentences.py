"""What is said of the mistakes in merge_pair."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.language_model import wrong_merges as wrong

ANCHOR, ITSELF = "merges", "a-token-meets-itself"

PAST = (
    "The last token was asked for its neighbour to the right, and has none. What should happen to it when it "
    "is the first half of a pair?"
)

SHORTENED = (
    "The ids became fewer while the loop went on to their old end, and past the new one. Put the tokens into "
    "a new list, or let `while` look at the length each time."
)

MISTAKES = [
    Misconception(
        "pairs that overlap",
        wrong.overlapping,
        "Where a token stands three times, it was used for two pairs. A token that has been merged is gone, "
        "and the next pair begins behind it.",
        ITSELF,
    ),
    Misconception(
        "rows merged into one",
        wrong.whole_rows,
        "Where a token stands three times or more, all of them became one. A pair is two of them: the next "
        "pair begins behind it.",
        ITSELF,
    ),
    Misconception(
        "from the right",
        wrong.from_the_right,
        "Pairs were looked for from the right. In a row of an odd number of the same token the one that is "
        "left over then stands in front; read from the left, it stands at the end.",
        ITSELF,
    ),
    Misconception(
        "loop over the pairs",
        wrong.loop_over_pairs,
        "Each turn of a for loop takes the next number, whatever is added to it in the loop, so that the "
        "second half of a pair is still there. And the last token, which begins no pair, is missing.",
        ANCHOR,
    ),
    Misconception(
        "second half kept",
        wrong.second_half_kept,
        "The new token took the place of the first half of a pair, and the second half is still there. Both "
        "halves go.",
        ANCHOR,
    ),
    Misconception(
        "first pair alone",
        wrong.first_pair_alone,
        "Only the first pair was merged. The others, further on, are merged as well.",
        ANCHOR,
    ),
    Misconception(
        "last token lost",
        wrong.last_token_lost,
        "The last token is missing where no pair ends the text. It has no neighbour to its right, and comes "
        "along as it is.",
        ANCHOR,
    ),
    Misconception(
        "last token twice",
        wrong.last_token_twice,
        "The last token was put behind the others also where it had gone into a pair. It comes along only "
        "where it is left over.",
        ANCHOR,
    ),
    Misconception("past the end", wrong.past_the_end, PAST, ANCHOR),
    Misconception(
        "past the end each time",
        wrong.always_past_the_end,
        "The last token was asked for its neighbour to the right, and has none. Before a pair is compared, "
        "ask whether there are two.",
        ANCHOR,
    ),
    Misconception(
        "returned in the loop",
        wrong.returned_in_the_loop,
        "Only the beginning of the text was looked at, since the loop ends there. How far is the return "
        "indented?",
        ANCHOR,
    ),
    Misconception("past the end of a list", wrong.past_the_end_of_a_list, PAST, ANCHOR),
    Misconception("list shortened under the loop", wrong.shortened, SHORTENED, ANCHOR),
    Misconception("array shortened under the loop", wrong.shortened_array, SHORTENED, ANCHOR),
    Misconception(
        "pair of the example",
        wrong.pair_of_the_example,
        "The pair that was merged is always that of the example. `pair` says which one it is.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "id of the example",
        wrong.id_of_the_example,
        "The new token has the id 4, as in the example. `new` says which id it gets.",
        ANCHOR,
    ),
    Misconception(
        "largest id and one",
        wrong.largest_id_and_one,
        "The id of the new token was worked out from the ids of this text. `new` says which it is: another "
        "text may have larger ids.",
        ANCHOR,
    ),
    Misconception(
        "pairs in either order",
        wrong.either_order,
        "The two tokens were also merged where they stand the other way round. A pair is read from left to "
        "right, as `on` is not `no`.",
        ANCHOR,
    ),
    Misconception(
        "pairs in the other order",
        wrong.other_order,
        "The two tokens were merged where they stand the other way round. The first of the pair stands on "
        "the left.",
        ANCHOR,
    ),
    Misconception(
        "text turned round",
        wrong.not_turned_back,
        "The pairs were merged from the right, and the text came back from its end to its beginning. Read "
        "it from the left.",
        ITSELF,
    ),
    Misconception(
        "pairs taken out",
        wrong.taken_out,
        "The pairs are gone, and nothing came in their place. Each of them becomes the new token.",
        ANCHOR,
    ),
    Misconception(
        "new token put behind",
        wrong.put_behind,
        "The new token was put behind each pair, which is still there. It takes the place of both halves.",
        ANCHOR,
    ),
    Misconception(
        "two tokens at a time",
        wrong.skipped_always,
        "The text was read two tokens at a time, so that a pair that begins at an odd place is never seen. "
        "Go on by two only where a pair was merged.",
        ANCHOR,
    ),
    Misconception(
        "either half",
        wrong.either_half,
        "Each token that is in the pair became the new one, wherever it stood. Two tokens side by side "
        "become one.",
        ANCHOR,
    ),
    Misconception(
        "first half alone",
        wrong.first_half_alone,
        "The first token of the pair became the new one, whatever came after it. The token to its right has "
        "to be the second of the pair.",
        ANCHOR,
    ),
    Misconception(
        "one too many left out",
        wrong.one_after_a_pair_lost,
        "Behind each pair that was merged, a token is missing. A pair is two tokens long.",
        ANCHOR,
    ),
    Misconception(
        "digits merged",
        wrong.as_digits,
        "The ids were written as a text, and parts of longer numbers were taken for tokens: 1 2 is also "
        "found in 31 25. Compare whole ids.",
        ANCHOR,
    ),
    Misconception(
        "nothing merged",
        wrong.lists_and_tuples,
        "No pair was merged: all ids came back. Is a list compared with the tuple? `[1, 3] == (1, 3)` is "
        "False, whatever is in them.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "array compared with a tuple",
        wrong.arrays_and_tuples,
        "An array was compared with the tuple. NumPy says for each number whether it is the same, and `if` "
        "cannot choose between these. Compare number with number, or make a tuple of the two.",
        ANCHOR,
    ),
    Misconception(
        "ids as floats",
        wrong.as_floats,
        "The ids came back as floats. `np.array([])` and `np.zeros(n)` hold floats unless told otherwise; a "
        "list keeps whole numbers as they are.",
        ANCHOR,
    ),
    Misconception(
        "ids changed in place",
        wrong.ids_changed,
        "The result is right, and the array that you were given was changed on the way. Write into a list "
        "of your own, or into `ids.copy()`.",
    ),
    Misconception(
        "a text returned",
        wrong.as_a_text,
        "A text came back. The ids are asked for, as a list of whole numbers.",
    ),
    Misconception(
        "number of pairs",
        wrong.how_many,
        "The number of pairs came back. The ids are asked for, after all of them have been merged.",
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. The list that it made is asked for; what is "
        "printed can be read by people only.",
        least=WHOLE,
    ),
]
