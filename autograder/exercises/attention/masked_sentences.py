"""What is said of the mistakes that students make with the mask in attention_forward."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.attention import wrong_masked as wrong

SEEN, HIDDEN = "causal-mask", "hidden-scores"
ON_THE_WEIGHTS = (
    "The low number went into the weights, after softmax. It is a score that softmax makes 0 of: what is "
    "hidden has to be hidden before the 1 is shared out."
)

MISTAKES = [
    Misconception(
        "mask ignored",
        wrong.mask_ignored,
        "With `causal=True`, later steps are seen all the same. You have written what hides them: where "
        "does it belong?",
        SEEN,
    ),
    Misconception(
        "always masked",
        wrong.always_masked,
        "Later steps are hidden always. They are to be seen unless `causal` is True.",
        SEEN,
    ),
    Misconception(
        "masked where it should not be",
        wrong.masked_the_other_way,
        "Later steps are hidden where `causal` is False, and seen where it is True. It should be the other "
        "way round.",
        SEEN,
    ),
    Misconception(
        "mask after softmax",
        wrong.mask_after_softmax,
        "The weights of later steps were made 0 after softmax, and the others no longer add up to 1. What "
        "is hidden has to be hidden before the 1 is shared out.",
        SEEN,
    ),
    Misconception("mask laid on the weights", wrong.weights_masked, ON_THE_WEIGHTS, SEEN),
    Misconception("mask added to the weights", wrong.added_to_the_weights, ON_THE_WEIGHTS, SEEN),
    Misconception(
        "later scores made 0",
        wrong.later_scores_zero,
        "Later steps got the score 0. A score of 0 is one like any other, and exp makes 1 of it: what "
        "becomes 0 in exp?",
        HIDDEN,
    ),
    Misconception(
        "earlier steps hidden",
        wrong.mask_from_above,
        "The earlier steps are hidden, and the later ones are seen. Row i is step i that looks: it sees the "
        "columns up to its own.",
        SEEN,
    ),
    Misconception(
        "the next step seen",
        wrong.next_one_seen,
        "With `causal=True`, every step sees one further than it should: the next one, which is just what it "
        "must not know. Where does the diagonal belong?",
        SEEN,
    ),
    Misconception(
        "infinity times zero",
        wrong.infinity_times_zero,
        "Zero times infinity is nan, and it got into the scores that should stay as they are. Choose between "
        "two numbers rather than multiply, or take a large number that is finite.",
        HIDDEN,
    ),
    Misconception(
        "a step hidden from itself",
        wrong.itself_hidden,
        "With `causal=True`, a step does not see itself, and so the first one sees nothing at all. The "
        "diagonal is to be seen.",
        SEEN,
    ),
    Misconception(
        "a step infinitely hidden from itself",
        wrong.itself_infinitely_hidden,
        "With `causal=True`, a step does not see itself. The first one sees nothing at all, all its scores "
        "are minus infinity, and softmax makes nan of them. The diagonal is to be seen.",
        SEEN,
    ),
]
