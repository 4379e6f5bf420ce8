"""What is said of the mistakes that students make in attention_forward."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.attention import wrong_forward as wrong
from autograder.exercises.attention.masked_sentences import MISTAKES as MASKED

SCORES, WEIGHTS, CONTEXT = "attention-scores", "attention-weights", "context"
WRONG_ROOT = (
    "The sum behind a score runs over the features of query and key, and it is their number that counts."
)

LOST = (
    "A maximum or a sum has lost its axis, so that it no longer fits beside the scores, or lies along the "
    "keys. An axis of length 1 has to stay where the keys were."
)

EVERYTHING = (
    "All weights of all samples and heads add up to 1 together: nothing says along which axis to sum. Each "
    "step that looks has a 1 of its own, along the keys."
)

DOT = (
    "For more than two axes, np.dot lets every sample and head of the one meet every one of the other. The "
    "operator @ keeps them apart, and multiplies on the last two axes."
)

MISTAKES = [
    Misconception(
        "not scaled",
        wrong.not_scaled,
        "The scores were not divided by anything. The more features a query has, the larger its scores, and "
        "softmax of large scores looks at one step alone.",
        SCORES,
    ),
    Misconception(
        "root forgotten",
        wrong.scaled_without_the_root,
        "The scores were divided by the number of features. A sum of k terms of either sign grows like the "
        "square root of k.",
        SCORES,
    ),
    Misconception(
        "multiplied by the root",
        wrong.multiplied,
        "The scores were multiplied by the root of k. It is there to make them smaller.",
        SCORES,
    ),
    Misconception(
        "scaled by the features of V",
        wrong.scaled_by_the_values,
        f"You took the root of the features of V. {WRONG_ROOT}",
        SCORES,
    ),
    Misconception(
        "scaled by the steps",
        wrong.scaled_by_the_steps,
        f"You took the root of the steps. {WRONG_ROOT}",
        SCORES,
    ),
    Misconception(
        "scaled by the heads",
        wrong.scaled_by_the_heads,
        f"You took the root of the heads. {WRONG_ROOT}",
        SCORES,
    ),
    Misconception(
        "scaled by the features of all heads",
        wrong.scaled_by_all_features,
        "You took the root of the features of all heads together. A head has a share of them, and its scores "
        "are sums of k products.",
        SCORES,
    ),
    Misconception(
        "scaled as in the example",
        wrong.scaled_as_in_the_example,
        "The scores were divided by 2, which is the root of k in the example. Elsewhere k is another number: "
        "the last axis of Q says which.",
        SCORES,
    ),
    Misconception(
        "scaled after softmax",
        wrong.scaled_after_softmax,
        "The weights were divided, and they no longer add up to 1. It is the scores that are made smaller, "
        "before softmax.",
        SCORES,
    ),
    Misconception(
        "softmax over the queries",
        wrong.over_the_queries,
        "Your columns add up to 1, and it should be the rows: each step that looks shares out its 1 among "
        "the steps that it looks at.",
        WEIGHTS,
    ),
    Misconception(
        "softmax over the heads",
        wrong.over_the_heads,
        "The weights add up to 1 over the heads: axis 1 was that of the classes in the third unit, and is "
        "that of the heads here. The keys are on the last axis.",
        WEIGHTS,
    ),
    Misconception(
        "softmax over queries and keys",
        wrong.over_queries_and_keys,
        "All weights of a head add up to 1 together. Each step that looks has a 1 of its own.",
        WEIGHTS,
    ),
    Misconception("softmax over everything", wrong.over_everything, EVERYTHING, WEIGHTS),
    Misconception(
        "softmax over everything, shifted by rows",
        wrong.over_everything_though_shifted_by_rows,
        EVERYTHING,
        WEIGHTS,
    ),
    Misconception(
        "K not transposed",
        wrong.key_not_transposed,
        "Q met K in the direction of its steps. A score is the product of the features of a query with the "
        "features of a key, so the features of both have to meet.",
        SCORES,
    ),
    Misconception("dot in place of matmul", wrong.with_dot, DOT, SCORES),
    Misconception("dot in place of matmul, twice", wrong.with_dot_twice, DOT, SCORES),
    Misconception(
        "K reshaped, not transposed",
        wrong.key_reshaped,
        "K was given the shape of its transpose, and its numbers stayed where they were. Steps and features "
        "have to change places.",
        SCORES,
    ),
    Misconception(
        "other axes transposed",
        wrong.all_axes_transposed,
        "The axes of K that changed places are not the right ones. T, for example, turns the order of all "
        "four round: only the last two should change, steps and features.",
        SCORES,
    ),
    Misconception(
        "queries and keys changed places",
        wrong.keys_ask,
        "The scores are transposed: the keys ask, and the queries answer. Row i is what query i finds.",
        SCORES,
    ),
    Misconception(
        "element by element",
        wrong.element_by_element,
        "Q and K were multiplied element by element, so that each step looks at itself alone. Every query "
        "meets every key, and their products are added up.",
        SCORES,
    ),
    Misconception(
        "scores weigh the values",
        wrong.scores_weigh,
        "The values were weighed with the scores. It is the weights, after softmax, that say how much of "
        "each value is taken.",
        CONTEXT,
    ),
    Misconception(
        "scores for weights",
        wrong.scores_for_weights,
        "These are the scores. Softmax makes weights of them: positive, and 1 in all for each query.",
        WEIGHTS,
    ),
    Misconception(
        "not normalised",
        wrong.not_normalised,
        "Your weights are in the right proportion, and they do not add up to 1 in a row: what is left is to "
        "divide.",
        WEIGHTS,
    ),
    Misconception("axis lost in the sum", wrong.axis_lost, LOST, WEIGHTS),
    Misconception("axis lost in the maximum", wrong.axis_lost_in_the_maximum, LOST, WEIGHTS),
    Misconception("axis lost in maximum and sum", wrong.both_axes_lost, LOST, WEIGHTS),
    Misconception(
        "scores clipped",
        wrong.clipped,
        "The scores were cut off, so that all beyond have the same weight. Only what lies between the scores "
        "of a row counts: something can be taken off all of them.",
        WEIGHTS,
    ),
    Misconception(
        "not shifted",
        wrong.not_shifted,
        "The exp of a large score is more than a number can hold. As in the third unit: what may be taken "
        "off all scores of a row before exp?",
        WEIGHTS,
    ),
    Misconception(
        "one maximum for all rows",
        wrong.one_maximum,
        "The largest score of all was taken off every row, and rows far below it vanished. Each row has a "
        "maximum of its own.",
        WEIGHTS,
    ),
    *MASKED,
    Misconception(
        "P transposed",
        wrong.weights_transposed,
        "In C, the weights are transposed: what each step is looked at, not what it looks at. Row i of P "
        "weighs the values for step i.",
        CONTEXT,
    ),
    Misconception(
        "V before P",
        wrong.values_first,
        "The factors of the last product have changed places. A row of weights has to meet a column of "
        "values.",
        CONTEXT,
    ),
    Misconception(
        "largest weight alone",
        wrong.largest_alone,
        "Each step took the value with the largest weight, and no other. C is a mean of all values, each "
        "counted with its weight.",
        CONTEXT,
    ),
    Misconception(
        "heads added up",
        wrong.heads_added_up,
        "The heads were added up in C. Each looks for something else, and keeps what it finds: they are "
        "merged later, side by side.",
        CONTEXT,
    ),
    Misconception(
        "heads merged already",
        wrong.heads_merged,
        "In C the heads are side by side already. Here they stay apart, on the axis that they have in V: the "
        "layer merges them later.",
        CONTEXT,
    ),
    Misconception(
        "C and P turned round",
        wrong.turned_round,
        "C and P came in the other order. What the layer gives comes first, and then what backward will "
        "need.",
        least=WHOLE,
    ),
    Misconception(
        "returned in a dict",
        wrong.in_a_dict,
        "C and P came in a dict. Here they are returned side by side, as a tuple: C first, then P.",
        least=WHOLE,
    ),
    Misconception(
        "C alone",
        wrong.context_alone,
        "C came alone. P is asked for as well: backward will need it.",
        least=WHOLE,
    ),
    Misconception(
        "Q changed in place",
        wrong.queries_changed_in_place,
        "The numbers are right, and Q itself was changed on the way. Backward will need it as it was: work "
        "on a copy.",
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. C and P are asked for, in this order.",
        least=WHOLE,
    ),
]
