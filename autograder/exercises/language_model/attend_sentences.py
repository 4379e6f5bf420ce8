"""What is said of the mistakes in attend_next."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.language_model import wrong_attention as wrong

ANCHOR, REMEMBERED, SCORES = "attend-next", "what-is-remembered", "next-scores"

ALL_HEADS = (
    "The query of each head met the keys of every head: `@` takes q for one matrix, and each head has a "
    "matrix of keys. With an axis for its single step, q has a matrix for each head as well."
)

MISTAKES = [
    Misconception(
        "new step not seen",
        wrong.without_itself,
        "The new step looks at those before and not at itself; the first of all then has nothing to look "
        "at. A step sees itself, as with the causal mask.",
        REMEMBERED,
        least=WHOLE,
    ),
    Misconception(
        "new step not remembered",
        wrong.not_remembered,
        "What is remembered came back as short as it was. The next step would not know that this one has "
        "ever been: hand on the longer arrays.",
        REMEMBERED,
    ),
    Misconception(
        "new step neither seen nor remembered",
        wrong.neither_seen_nor_remembered,
        "The key and the value of the new step were never used. First they are put behind those before; "
        "then the step looks at all of them, itself included.",
        REMEMBERED,
    ),
    Misconception(
        "itself alone",
        wrong.itself_alone,
        "The new step took its own value, and nothing from those before. It shares a whole among all of "
        "them.",
        ANCHOR,
    ),
    Misconception(
        "in front",
        wrong.in_front,
        "The new step was put in front of the others. The context does not depend on the order, but what is "
        "remembered is a sequence: the new one stands at its end.",
        REMEMBERED,
    ),
    Misconception(
        "new ones alone",
        wrong.new_ones_alone,
        "Only the new step came back, and everything before is forgotten. The next step needs all of them.",
        REMEMBERED,
    ),
    Misconception(
        "new ones alone, as they came",
        wrong.new_ones_alone_without_an_axis,
        "What is new came back as it was given, and everything before is forgotten. The next step needs all "
        "of it, with an axis for the steps.",
        REMEMBERED,
    ),
    Misconception(
        "oldest forgotten",
        wrong.oldest_forgotten,
        "The oldest step was dropped. Nothing is forgotten here: there is one step more than before.",
        REMEMBERED,
    ),
    Misconception(
        "without the root",
        wrong.without_the_root,
        "The scores were not divided by the root of the number of features of a key.",
        SCORES,
    ),
    Misconception(
        "divided by the features",
        wrong.divided_by_all_of_it,
        "The scores were divided by the number of features itself. It is the root of it.",
        SCORES,
    ),
    Misconception(
        "divided as in the example",
        wrong.divided_as_in_the_example,
        "The scores were divided by 2, which is the root of k in the example. Elsewhere k is another number: "
        "the last axis of q says which.",
        SCORES,
    ),
    Misconception(
        "multiplied by the root",
        wrong.multiplied,
        "The scores were multiplied by the root of k. It is there to make them smaller.",
        SCORES,
    ),
    Misconception("queries of all heads", wrong.queries_of_all_heads, ALL_HEADS, SCORES),
    Misconception("keys with the queries of all heads", wrong.keys_with_all_queries, ALL_HEADS, SCORES),
    Misconception(
        "root of the steps",
        wrong.root_of_the_steps,
        "The scores were divided by the root of the number of steps. A score is a sum over the features of "
        "a key: the root is of their number.",
        SCORES,
    ),
    Misconception(
        "root of the heads",
        wrong.root_of_the_heads,
        "The scores were divided by the root of the number of heads: len counts along the first axis. A "
        "score is a sum over the features of a key.",
        SCORES,
    ),
    Misconception(
        "root of the values",
        wrong.root_of_the_values,
        "The scores were divided by the root of the number of features of a value. A score is a sum over "
        "the features of a key.",
        SCORES,
    ),
    Misconception(
        "softmax over the heads",
        wrong.over_heads,
        "The weights add up to 1 over the heads. Each head shares out a whole of its own, among the steps.",
        SCORES,
    ),
    Misconception(
        "softmax over everything",
        wrong.over_everything,
        "The weights of all heads together add up to 1. Each head shares out a whole of its own, among the "
        "steps.",
        SCORES,
    ),
    Misconception(
        "without softmax",
        wrong.without_softmax,
        "The values were weighed with the scores themselves. Softmax makes shares of a whole of them.",
        SCORES,
    ),
    Misconception(
        "mean of all values",
        wrong.mean_of_all,
        "The mean of all values came back: query and keys were never used. The scores say how much is taken "
        "from each step.",
        SCORES,
    ),
    Misconception(
        "best step alone",
        wrong.best_alone,
        "Only the value of the step with the highest score was taken. Softmax takes something from each.",
        SCORES,
    ),
    Misconception(
        "key in place of the query",
        wrong.key_asks,
        "The new key was compared with the keys. It is the query that asks.",
        SCORES,
    ),
    Misconception(
        "query remembered",
        wrong.query_remembered,
        "The query was put among the keys. A query is used once, by its own step; it is the key by which "
        "later steps find this one.",
        REMEMBERED,
    ),
    Misconception(
        "keys in place of the values",
        wrong.keys_taken,
        "The context was made of the keys. They say how much is taken from a step; what is taken are the "
        "values.",
        SCORES,
    ),
    Misconception(
        "axis of the step kept",
        wrong.with_the_steps_axis,
        "The numbers of the context are right, and it has an axis too many, for a single step. It has the "
        "shape of v.",
        ANCHOR,
    ),
    Misconception(
        "heads side by side",
        wrong.heads_in_a_row,
        "The heads of the context stand side by side in one row. Each keeps its own: the context has the "
        "shape of v.",
        ANCHOR,
    ),
    Misconception(
        "weights in place of the context",
        wrong.weights_in_place,
        "The weights came back in place of the context. What is left is to take the values by them.",
        SCORES,
    ),
    Misconception(
        "put behind the heads",
        wrong.on_the_axis_of_heads,
        "The new step was put behind the heads, as if it were one more head. Each head has a new step: it "
        "is the axis of the steps that grows.",
        REMEMBERED,
    ),
    Misconception(
        "put among the features",
        wrong.among_the_features,
        "The new step was put among the features of those before. It is the axis of the steps that grows.",
        REMEMBERED,
    ),
    Misconception(
        "axis not named",
        wrong.axis_not_named,
        "The new step was joined along the heads, which is what `np.concatenate` does unless it is told an "
        "axis. It is the axis of the steps that grows.",
        REMEMBERED,
    ),
    Misconception(
        "axis before the heads",
        wrong.axis_before_the_heads,
        "The axis for the new step stands before the heads. It belongs between them and the features, as in "
        "the keys and values.",
        REMEMBERED,
    ),
    Misconception(
        "axis of the steps forgotten",
        wrong.an_axis_forgotten,
        "The new key has two axes, and the keys have three, so that they cannot be joined. What is missing "
        "is an axis of length 1 for the step.",
        REMEMBERED,
    ),
    Misconception(
        "not moved",
        wrong.not_moved,
        "For large scores an exp was more than a number can hold. First take the largest score of each head "
        "off.",
        SCORES,
    ),
    Misconception(
        "moved by one maximum for all",
        wrong.moved_by_one_maximum,
        "One number was taken off the scores of all heads, and where they lie far below it all exp became "
        "0. Each head has a largest score of its own.",
        SCORES,
    ),
    Misconception(
        "exponentials alone",
        wrong.exponentials,
        "The exponentials were taken for weights as they are. Divided by their sum, in each head, they are "
        "shares of a whole.",
        SCORES,
    ),
    Misconception(
        "values before keys",
        wrong.values_first,
        "Values and keys have changed places: first the context, then the keys, then the values.",
        least=WHOLE,
    ),
    Misconception(
        "context last",
        wrong.context_last,
        "The context came last. It comes first, then the keys, then the values.",
        least=WHOLE,
    ),
    Misconception(
        "context alone",
        wrong.context_alone,
        "One thing came back. Three are asked for: the context, and the keys and values with the new step.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
        least=WHOLE,
    ),
]
