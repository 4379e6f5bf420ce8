"""What is said of the mistakes that students make in lstm_step_backward."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.lstm import wrong_ways_back as wrong

WAYS, GATES = "two-ways", "step-backward"

MISTAKES = [
    Misconception(
        "memory before by one way alone",
        wrong.memory_overwritten,
        "dC_before was made of the dC that came from the next step. What came to C by way of h goes on to "
        "the memory before as well.",
        WAYS,
    ),
    Misconception(
        "not by way of the state",
        wrong.not_by_the_state,
        "The gradient of the memory is only what the next step sent back. The memory was also read in this "
        "very step: what comes back to h goes on to C.",
        WAYS,
    ),
    Misconception(
        "not by way of the memory",
        wrong.not_by_the_memory,
        "The gradient of the memory is only what comes by way of h. The next step kept a share of C, too, "
        "and sent dC back: both add up.",
        WAYS,
    ),
    Misconception(
        "tanh of the memory forgotten",
        wrong.without_tanh,
        "On its way from h to C the gradient passed the output gate, and not the tanh that stands between "
        "them: it has a slope.",
        WAYS,
    ),
    Misconception(
        "output gate forgotten",
        wrong.without_the_output_gate,
        "On its way from h to C the gradient passed tanh, and not the output gate. What the gate did not "
        "show, nothing comes back through.",
        WAYS,
    ),
    Misconception(
        "dh taken for dC",
        wrong.state_for_memory,
        "dh was added to dC as it is. Between state and memory stand the output gate and a tanh, and the "
        "gradient has to pass both.",
        WAYS,
    ),
    Misconception(
        "slope of tanh by what went in",
        wrong.slope_of_the_memory,
        "The slope of tanh at C was worked out with C itself. It is told by what tanh gives, not by what "
        "goes in.",
        WAYS,
    ),
    Misconception(
        "value for slope",
        wrong.slope_times_the_value,
        "From h to C the gradient was multiplied by tanh(C). The chain rule wants the slope of tanh there, "
        "not its value.",
        WAYS,
    ),
    Misconception(
        "square forgotten",
        wrong.slope_without_the_square,
        "The slope of tanh at C has lost its square: it is 1 less the square of what tanh gives.",
        WAYS,
    ),
    Misconception(
        "slope of tanh by the state",
        wrong.slope_by_the_state,
        "The slope of tanh was told from h, as in SimpleRNN. Here h has been through the output gate: what "
        "tanh itself gave is tanh(C).",
        WAYS,
    ),
    Misconception(
        "both through the output gate",
        wrong.both_through_the_gate,
        "dC went through the output gate and the slope of tanh as well. What the next step sends back comes "
        "along the memory, and passes neither.",
        WAYS,
    ),
    Misconception(
        "read before the step",
        wrong.read_before_the_step,
        "tanh was taken of the memory before the step. The state was read from the memory after it, C.",
        WAYS,
    ),
    Misconception(
        "output gate with C",
        wrong.memory_unread,
        "dz_o was worked out with C. The output gate was multiplied by what is read of the memory, which is "
        "tanh of it.",
        GATES,
    ),
    Misconception(
        "output gate by way of the memory",
        wrong.output_gate_by_the_memory,
        "dz_o was worked out with the gradient of the memory. The output gate comes after the memory, in "
        "h alone: what comes back to it is dh.",
        GATES,
    ),
    Misconception(
        "slopes left out",
        wrong.without_slopes,
        "These are the gradients of the gates themselves. They still have to pass sigmoid or tanh, back to "
        "the sums z.",
        GATES,
    ),
    Misconception(
        "other factor left out",
        wrong.other_factor_left_out,
        "A gate stands in a product, and so does what it is laid on: what comes back to one factor is "
        "weighed with the other, and that is missing here.",
        GATES,
    ),
    Misconception(
        "half of the slopes",
        wrong.half_of_the_slopes,
        "Of the slopes only a half is there. That of sigmoid is a (1 - a), and that of tanh is (1 - a) (1 + "
        "a), with both factors.",
        GATES,
    ),
    Misconception(
        "square of the difference",
        wrong.square_of_the_difference,
        "In dz_g the difference was squared as a whole. The slope of tanh is 1 less the square of g.",
        GATES,
    ),
    Misconception(
        "slope on the way along the memory",
        wrong.slope_on_the_memory,
        "In dC_before stands the slope of sigmoid. It lies on the way to the sum of the forget gate; along "
        "the memory the factor is f itself.",
        GATES,
    ),
    Misconception(
        "memory before by the memory before",
        wrong.memory_by_the_memory,
        "dC_before was weighed with C_before, which is what the forget gate hears. In f C_before, each "
        "factor's slope is the other one.",
        GATES,
    ),
    Misconception(
        "dC handed on",
        wrong.memory_handed_on,
        "dC came back as it was given. In dC_before is what came to C on both ways, and of it the share f "
        "that was kept.",
        GATES,
    ),
    Misconception(
        "slope of sigmoid for the candidate",
        wrong.sigmoid_slope_for_g,
        "dz_g has the slope of sigmoid in it. The candidate came from tanh, whose slope is another.",
        GATES,
    ),
    Misconception(
        "slope of tanh for the gates",
        wrong.tanh_slope_for_gates,
        "The three gates were given the slope of tanh. They came from sigmoid: its slope at an output a "
        "is a (1 - a).",
        GATES,
    ),
    Misconception(
        "sigmoid and tanh taken twice",
        wrong.sigmoid_twice,
        "The slope was taken at the gate, as if it were the sum that went in. The gates have been through "
        "sigmoid or tanh already: their slopes can be told from them as they are.",
        GATES,
    ),
    Misconception(
        "memory after for before",
        wrong.memory_after,
        "dz_f was worked out with the memory after the step. The forget gate was multiplied by the memory "
        "before it.",
        GATES,
    ),
    Misconception(
        "input gate and candidate exchanged",
        wrong.factors_exchanged,
        "In i g each factor's slope is the other one: what comes back to i is weighed with g, and what "
        "comes back to g with i.",
        GATES,
    ),
    Misconception(
        "memory before without its gate",
        wrong.memory_not_gated,
        "dC_before is all that came to C. Forward, only the share f of the old memory was kept: the same "
        "share comes back.",
        GATES,
    ),
    Misconception(
        "averaged over the batch",
        wrong.averaged,
        "Your gradients are m times too small. If the loss is a mean, that m is in dh and dC already.",
        GATES,
    ),
    Misconception(
        "summed over the batch",
        wrong.summed,
        "The gradients of all samples were added up. Each sample has gates of its own; what is shared, the "
        "weights, comes later.",
        GATES,
    ),
    Misconception(
        "dC changed in place",
        wrong.in_place,
        "dC itself was changed on the way: += writes into the array that was given. Make a new one.",
    ),
    Misconception(
        "memory before first",
        wrong.memory_first,
        "dC_before came first, and the gates after it. What is asked for is dz_i, dz_f, dz_g, dz_o, "
        "dC_before, in that order.",
        least=WHOLE,
    ),
    Misconception(
        "candidate returned after the gates",
        wrong.candidate_last,
        "All five are right, and dz_g and dz_o came back in the other order. What is asked for is dz_i, "
        "dz_f, dz_g, dz_o, dC_before.",
        least=WHOLE,
    ),
    Misconception(
        "returned in a dict",
        wrong.in_a_dict,
        "The five came back in a dict. Here they are returned side by side, as a tuple: dz_i, dz_f, dz_g, "
        "dz_o, dC_before.",
        least=WHOLE,
    ),
    Misconception(
        "too few returned",
        wrong.gates_alone,
        "Something is missing at the end of what came back. Five arrays are asked for, dC_before last.",
        GATES,
    ),
    Misconception(
        "gates joined already",
        wrong.joined,
        "The four gates came back as one array. Here they are asked for one by one: they are joined later.",
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. Five arrays are asked for, dC_before last.",
        least=WHOLE,
    ),
]
