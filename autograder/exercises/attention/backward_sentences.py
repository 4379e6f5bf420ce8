"""What is said of the mistakes that students make in attention_backward."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.attention import wrong_backward as wrong

VALUES, SOFTMAX, SCORES = "back-to-the-values", "back-through-softmax", "back-to-queries-and-keys"

ALL_AXES = (
    "`T` turns the order of all four axes round. Samples and heads stay where they are: only the last two "
    "axes change places."
)

MISTAKES = [
    Misconception("all axes of P transposed", wrong.all_axes_of_weights_turned, ALL_AXES, VALUES),
    Misconception("all axes of V transposed", wrong.all_axes_of_values_turned, ALL_AXES, VALUES),
    Misconception(
        "P not transposed",
        wrong.weights_not_transposed,
        "In dV, the weights went the way of forward. A value hears from every step that looked at it: those "
        "are the rows of a column of P.",
        VALUES,
    ),
    Misconception(
        "dC handed on to the values",
        wrong.context_for_values,
        "dV is dC as it came. Each step took a part of every value, and sends back to each as much as it "
        "took.",
        VALUES,
    ),
    Misconception(
        "values weighed with the slopes",
        wrong.scores_for_weights,
        "In dV, dC was weighed with the gradients of the scores. How much of a value was taken is what P "
        "says.",
        VALUES,
    ),
    Misconception(
        "values in place of dC",
        wrong.values_for_gradient,
        "In dV, the values themselves were weighed. It is what came back, dC, that goes back to them.",
        VALUES,
    ),
    Misconception(
        "dV scaled",
        wrong.values_scaled,
        "dV was divided by the root of k. Only the scores are, and the values have no part in them.",
        VALUES,
    ),
    Misconception(
        "not scaled",
        wrong.not_scaled,
        "Here the root of k is missing. Query and key stand in the same product, which was divided by it on "
        "the way forward, and so are both of their gradients.",
        SCORES,
    ),
    Misconception(
        "root forgotten",
        wrong.scaled_without_the_root,
        "In dQ and dK, you divided by the number of features, or by its root twice. The slope is the factor "
        "of forward: one over the square root of k.",
        SCORES,
    ),
    Misconception(
        "multiplied by the root",
        wrong.multiplied,
        "In dQ and dK, you multiplied by the root of k. A factor is the same both ways: backward is not the "
        "inverse of forward.",
        SCORES,
    ),
    Misconception(
        "scaled as in the example",
        wrong.scaled_as_in_the_example,
        "In dQ and dK, you divided by 2, which is the root of k in the example. Elsewhere k is another "
        "number: the last axis of Q says which.",
        SCORES,
    ),
    Misconception(
        "scaled by the features of V",
        wrong.scaled_by_the_values,
        "In dQ and dK, the root is that of the features of V. It is the number of features of query and key "
        "that the scores were divided by.",
        SCORES,
    ),
    Misconception(
        "scaled by the features of all heads",
        wrong.scaled_by_all_features,
        "In dQ and dK, the root is that of the features of all heads together. Each head's scores were "
        "divided by the root of its own k.",
        SCORES,
    ),
    Misconception(
        "softmax passed by",
        wrong.softmax_passed_by,
        "The gradients of the weights were taken for those of the scores. Softmax lies between them.",
        SOFTMAX,
    ),
    Misconception(
        "softmax of the gradient",
        wrong.softmax_of_the_gradient,
        "Softmax was taken of the gradients of the weights. They have to go back through it: its slopes are "
        "made of P, which is known.",
        SOFTMAX,
    ),
    Misconception(
        "the others left out",
        wrong.others_left_out,
        "A weight times its gradient is the first half of the way through softmax. The second half is what "
        "a score takes away from all weights of its row.",
        SOFTMAX,
    ),
    Misconception(
        "diagonal alone",
        wrong.diagonal_alone,
        "You counted how a score moves its own weight, as for a sigmoid. It moves all the others of its "
        "row, too: what it wins they lose.",
        SOFTMAX,
    ),
    Misconception(
        "P left out",
        wrong.weights_left_out,
        "On the way through softmax, a factor is missing: each score moves the weights in proportion to its "
        "own weight.",
        SOFTMAX,
    ),
    Misconception(
        "weights on the first term alone",
        wrong.weights_on_the_first_term,
        "On the way through softmax, only the first term was weighed. The sum is taken off first; the factor "
        "P stands before the bracket.",
        SOFTMAX,
    ),
    Misconception(
        "masked on the way back",
        wrong.masked_on_the_way_back,
        "The later steps were hidden on the way back. Where they were hidden on the way forward, P is 0 "
        "already; where they were not, they hear, too.",
        SOFTMAX,
    ),
    Misconception(
        "sum without the weights",
        wrong.sum_without_the_weights,
        "On the way through softmax, the gradients were added up as they are. Each counts with the weight "
        "that it belongs to.",
        SOFTMAX,
    ),
    Misconception(
        "mean for sum",
        wrong.mean_for_sum,
        "On the way through softmax, a mean was taken where a sum belongs. The weights add up to 1, so "
        "nothing is left to divide by.",
        SOFTMAX,
    ),
    Misconception(
        "sum over the queries",
        wrong.over_the_queries,
        "On the way through softmax, the sum went down the queries. It runs along the keys, as in forward: "
        "each row of P shares out a 1 of its own.",
        SOFTMAX,
    ),
    Misconception(
        "sum over the heads",
        wrong.over_the_heads,
        "On the way through softmax, the sum went over the heads: axis 1 was that of the classes in the "
        "third unit. The keys are on the last axis here.",
        SOFTMAX,
    ),
    Misconception(
        "sum over everything",
        wrong.over_everything,
        "On the way through softmax, the sum went over everything. Each row of P has a sum of its own.",
        SOFTMAX,
    ),
    Misconception(
        "axis lost in the sum",
        wrong.axis_lost,
        "On the way through softmax, the sums have lost their axis, and no longer fit beside dP. An axis of "
        "length 1 has to stay where the keys were.",
        SOFTMAX,
    ),
    Misconception(
        "V not transposed",
        wrong.values_not_transposed,
        "For dP, dC went through V in the direction of forward. The gradient of a weight is the product of "
        "the features of dC with those of a value.",
        SOFTMAX,
    ),
    Misconception(
        "dP transposed",
        wrong.weights_transposed_on_the_way,
        "The gradients of the weights are transposed: row i belongs to step i that looked, and so to row i "
        "of dC.",
        SOFTMAX,
    ),
    Misconception(
        "dS not transposed",
        wrong.keys_not_transposed,
        "In dK, the gradients of the scores went the way of the queries. A key hears from every query that "
        "looked at it: those are the rows of a column.",
        SCORES,
    ),
    Misconception(
        "dS transposed for the queries",
        wrong.queries_transposed,
        "In dQ, the gradients of the scores are transposed. A query hears from every key that it looked at: "
        "those are the columns of its row.",
        SCORES,
    ),
    Misconception(
        "dK transposed",
        wrong.keys_turned,
        "dK came out transposed: steps and features have changed places. Each of its rows belongs to a key, "
        "as in K; which factor has to be turned for that?",
        SCORES,
    ),
    Misconception(
        "own features",
        wrong.own_features,
        "In dQ stand the queries, and in dK the keys. The slope of a product by one factor is the other one.",
        SCORES,
    ),
    Misconception(
        "dQ and dK exchanged",
        wrong.queries_and_keys_exchanged,
        "Two gradients have changed places: what is returned is the one of the queries, then that of the "
        "keys, then that of the values.",
        least=WHOLE,
    ),
    Misconception(
        "values first",
        wrong.other_order,
        "The gradients were returned in the order in which they are found. They are asked for in that of "
        "the queries, the keys and the values.",
        least=WHOLE,
    ),
    Misconception(
        "from last to first",
        wrong.from_last_to_first,
        "The gradients came in the order dV, dK, dQ. They are asked for in that of the queries, the keys and "
        "the values.",
        least=WHOLE,
    ),
    Misconception(
        "returned in a dict",
        wrong.in_a_dict,
        "The gradients came in a dict. Here they are returned side by side, as a tuple: dQ, dK, dV.",
        least=WHOLE,
    ),
    Misconception(
        "averaged over the batch",
        wrong.averaged,
        "Your gradients are m times too small. If the loss is a mean, that m is in dC already.",
    ),
    Misconception(
        "summed over the batch",
        wrong.summed_over_the_batch,
        "The samples were added up. Nothing is shared here: Q, K and V have numbers of their own for each "
        "sample, and so have their gradients.",
    ),
    Misconception(
        "summed over the heads",
        wrong.summed_over_the_heads,
        "The heads were added up. Each has queries, keys and values of its own, and so it has gradients of "
        "its own.",
    ),
    Misconception(
        "all signs turned round",
        wrong.against_the_gradients,
        "All signs are turned round. These are the gradients; to go against them is the optimizer's work.",
        least=WHOLE,
    ),
    Misconception(
        "wrong sign",
        wrong.sign,
        "In dQ and dK, the signs are turned round. A score moves its own weight up.",
        SOFTMAX,
    ),
    Misconception(
        "dC changed in place",
        wrong.gradient_changed_in_place,
        "The numbers are right, and dC itself was changed on the way. The layer above may still need it: "
        "work on a copy.",
    ),
    Misconception(
        "sum added in softmax",
        wrong.sum_added,
        "On the way through softmax, the sum was added. What one weight of a row wins the others lose.",
        SOFTMAX,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. The gradients of Q, K and V are asked for, in "
        "this order.",
        least=WHOLE,
    ),
]
