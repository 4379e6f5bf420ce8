"""What is said of the mistakes that students make in causal_mask."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.attention import wrong_masks as wrong

ANCHOR, HIDDEN = "causal-mask", "hidden-scores"

DIAGONAL = (
    "A step does not see itself, and so the first one sees nothing at all. The diagonal is to be seen: "
    "np.triu and np.tril can be told where to begin."
)

MISTAKES = [
    Misconception(
        "not low enough for large scores",
        wrong.minus_a_hundred,
        "Where the scores lie at -2000, your number is the largest of all, and what is hidden gets "
        "everything. Take one that is far below any score.",
        HIDDEN,
    ),
    Misconception(
        "zero for hidden",
        wrong.zero_for_hidden,
        "Later steps got the score 0. A score of 0 is one like any other, and exp makes 1 of it: which "
        "number becomes 0 in exp?",
        HIDDEN,
    ),
    Misconception(
        "nearly zero for hidden",
        wrong.nearly_zero,
        "Later steps got a score of nearly 0, and exp makes 1 of it. Was 1e-9 meant for -1e9? The one is "
        "tiny, and the other lies far below any score.",
        HIDDEN,
    ),
    Misconception(
        "infinity multiplied in",
        wrong.infinity_multiplied_in,
        "Minus infinity was multiplied in. A negative score becomes plus infinity by that, and a score of 0 "
        "becomes nan: it has to take the place of the score.",
        HIDDEN,
    ),
    Misconception(
        "infinity times zero",
        wrong.infinity_times_zero,
        "Zero times infinity is nan, and it got into the scores that should stay as they are. Choose "
        "between two numbers rather than multiply, or take a large number that is finite.",
        HIDDEN,
    ),
    Misconception(
        "nan for hidden",
        wrong.not_a_number,
        "Later steps got nan. Whatever is computed with nan is nan, so that softmax loses the whole row: a "
        "number is needed of which exp makes 0.",
        HIDDEN,
    ),
    Misconception(
        "earlier steps hidden",
        wrong.earlier_hidden,
        "The earlier steps are hidden, and the later ones are seen. Row i is step i that looks: it sees the "
        "columns up to its own.",
        ANCHOR,
    ),
    Misconception(
        "a step hidden from itself",
        wrong.itself_hidden,
        "A step does not see itself, and so the first one sees nothing at all. The diagonal is to be seen.",
        ANCHOR,
    ),
    Misconception(
        "a step infinitely hidden from itself",
        wrong.itself_infinitely_hidden,
        "A step does not see itself. The first one sees nothing at all, all its scores are minus infinity, "
        "and softmax makes nan of them. The diagonal is to be seen.",
        ANCHOR,
    ),
    Misconception("the diagonal taken off", wrong.itself_taken_off, DIAGONAL, ANCHOR),
    Misconception(
        "the diagonal taken off, and zeros for later steps", wrong.itself_replaced, DIAGONAL, ANCHOR
    ),
    Misconception(
        "seen and hidden exchanged",
        wrong.exchanged,
        "What should be seen is hidden, and what should be hidden is seen. Row i sees the columns up to its "
        "own; all others get the low number.",
        ANCHOR,
    ),
    Misconception(
        "seen ones infinitely low",
        wrong.infinitely_exchanged,
        "What should be seen is hidden, and what should be hidden is seen. The last step sees nothing at all "
        "by that, and softmax makes nan of its scores. Row i sees the columns up to its own.",
        ANCHOR,
    ),
    Misconception(
        "taken off what is seen",
        wrong.seen_ones_taken_off,
        "The large number was taken off what should be seen. It is the later steps that become low: those "
        "above the diagonal.",
        ANCHOR,
    ),
    Misconception(
        "multiplied in",
        wrong.multiplied_in,
        "The large number was multiplied in. A negative score becomes large and positive by that, and a "
        "score of 0 stays 0: it has to take the place of the score.",
        HIDDEN,
    ),
    Misconception(
        "not enough taken off",
        wrong.a_hundred_taken_off,
        "What you take off is little where scores lie in the thousands: a hidden one may be that far above "
        "the others. Take off far more, or put a low number in its place.",
        HIDDEN,
        least=WHOLE,
    ),
    Misconception(
        "the next step seen",
        wrong.next_one_seen,
        "Every step sees one further than it should: the next one, which is just what it must not know. "
        "Where does the diagonal belong?",
        ANCHOR,
    ),
    Misconception(
        "only itself seen",
        wrong.only_itself_seen,
        "Each step sees itself alone. The steps before it are past, and may be seen.",
        ANCHOR,
    ),
    Misconception(
        "not low enough",
        wrong.minus_ten,
        "Your number is not low enough to hide a step: a score may be as low by itself, or lower. What is "
        "hidden needs a number far below any score.",
        HIDDEN,
    ),
    Misconception(
        "smallest score",
        wrong.smallest_score,
        "Later steps got the smallest of all scores. It still has its share in softmax: what is hidden "
        "needs a number far below any score.",
        HIDDEN,
    ),
    Misconception(
        "large and positive",
        wrong.large_and_positive,
        "Later steps got a score far above all others, and so the weights go to them alone. To hide a step "
        "its score has to be far below.",
        HIDDEN,
    ),
    Misconception(
        "scores of zero taken for hidden",
        wrong.zeros_taken_for_hidden,
        "A score that happened to be 0 was hidden, too. Ask where a score stands, not what it is.",
        HIDDEN,
    ),
    Misconception(
        "three steps always",
        wrong.three_steps,
        "The mask is that of three steps, as in the example. The shape of S says how many there are.",
        ANCHOR,
    ),
    Misconception(
        "samples for steps",
        wrong.first_two_axes,
        "The mask lies along samples and heads. The steps are on the last two axes: step i that looks, and "
        "step j that it looks at.",
        ANCHOR,
    ),
    Misconception(
        "softmax already taken",
        wrong.softmax_taken,
        "These are weights already. Here the scores are asked for, with the later ones hidden; softmax "
        "comes in the next exercise.",
        HIDDEN,
    ),
    Misconception(
        "mask alone",
        wrong.mask_alone,
        "This is the mask itself, ones and zeros. The scores are asked for: as they were where it is 1.",
        HIDDEN,
    ),
    Misconception(
        "mask of two axes alone",
        wrong.mask_of_two_axes,
        "This is the mask itself, a matrix of ones and zeros. The scores are asked for, for all samples and "
        "heads: as they were where it is 1.",
        HIDDEN,
    ),
    Misconception(
        "low numbers alone",
        wrong.low_numbers_alone,
        "This is what hides the later steps, and it is not yet laid on the scores. They are asked for, for "
        "all samples and heads.",
        HIDDEN,
    ),
    Misconception(
        "scores left out",
        wrong.scores_left_out,
        "The later steps are hidden, and all others have the score 0. What is seen keeps its score.",
        HIDDEN,
    ),
    Misconception(
        "nothing hidden",
        wrong.unchanged,
        "The scores came back as they were: nothing is hidden.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "S changed in place",
        wrong.in_place,
        "The numbers do what they should, and S itself was changed on the way. Whoever gave it may still "
        "need it: work on a copy.",
    ),
    Misconception(
        "S changed in place, nothing returned",
        wrong.in_place_and_nothing_returned,
        "S itself was changed, and nothing was given back. Work on a copy of it, and return the copy.",
    ),
    Misconception(
        "as many steps as samples",
        wrong.as_many_steps_as_samples,
        "The mask has a row for each sample: len counts along the first axis. The steps are on the last two "
        "axes of S.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
    ),
]
