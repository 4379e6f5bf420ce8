"""The mistakes that students make on the way back through one step."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def total(dh, dC, o, C):
    return dC + dh * o * (1 - np.tanh(C) ** 2)


def back(dC, dh, i, f, g, o, C, C_before):
    """All five, given what comes back to C on both ways."""
    dz_i = dC * g * i * (1 - i)
    dz_f = dC * C_before * f * (1 - f)
    dz_g = dC * i * (1 - g**2)
    dz_o = dh * np.tanh(C) * o * (1 - o)
    return dz_i, dz_f, dz_g, dz_o, dC * f


def not_by_the_state(dh, dC, i, f, g, o, C, C_before):
    return back(dC, dh, i, f, g, o, C, C_before)


def not_by_the_memory(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, 0, o, C), dh, i, f, g, o, C, C_before)


def memory_overwritten(dh, dC, i, f, g, o, C, C_before):
    dC_here = total(dh, dC, o, C)
    *gates, _ = back(dC_here, dh, i, f, g, o, C, C_before)
    return *gates, dC * f


def without_tanh(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o, dh, i, f, g, o, C, C_before)


def without_the_output_gate(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, dC, 1, C), dh, i, f, g, o, C, C_before)


def state_for_memory(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh, dh, i, f, g, o, C, C_before)


def slope_of_the_memory(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o * (1 - C**2), dh, i, f, g, o, C, C_before)


def slope_times_the_value(dh, dC, i, f, g, o, C, C_before):
    return back(dC + dh * o * np.tanh(C), dh, i, f, g, o, C, C_before)


def memory_unread(dh, dC, i, f, g, o, C, C_before):
    dz_i, dz_f, dz_g, _, dC_before = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dz_g, dh * C * o * (1 - o), dC_before


def output_gate_by_the_memory(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, dz_g, _, dC_before = back(dC, dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dz_g, dC * np.tanh(C) * o * (1 - o), dC_before


def without_slopes(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    return dC * g, dC * C_before, dC * i, dh * np.tanh(C), dC * f


def sigmoid_slope_for_g(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, _, dz_o, dC_before = back(dC, dh, i, f, g, o, C, C_before)
    return dz_i, dz_f, dC * i * g * (1 - g), dz_o, dC_before


def tanh_slope_for_gates(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    dz_i, dz_f, dz_o = dC * g * (1 - i**2), dC * C_before * (1 - f**2), dh * np.tanh(C) * (1 - o**2)
    return dz_i, dz_f, dC * i * (1 - g**2), dz_o, dC * f


def sigmoid_twice(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    slope_i, slope_f, slope_o = (np.exp(-gate) / (1 + np.exp(-gate)) ** 2 for gate in (i, f, o))
    dz_o = dh * np.tanh(C) * slope_o
    return dC * g * slope_i, dC * C_before * slope_f, dC * i * (1 - np.tanh(g) ** 2), dz_o, dC * f


def memory_after(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, dC, o, C), dh, i, f, g, o, C, C)


def factors_exchanged(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    _, dz_f, _, dz_o, dC_before = back(dC, dh, i, f, g, o, C, C_before)
    return dC * i * i * (1 - i), dz_f, dC * g * (1 - g**2), dz_o, dC_before


def memory_not_gated(dh, dC, i, f, g, o, C, C_before):
    dC = total(dh, dC, o, C)
    *gates, _ = back(dC, dh, i, f, g, o, C, C_before)
    return *gates, dC


def averaged(dh, dC, i, f, g, o, C, C_before):
    return tuple(each / len(C) for each in back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before))


def summed(dh, dC, i, f, g, o, C, C_before):
    return tuple(each.sum(axis=0) for each in back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before))


def in_place(dh, dC, i, f, g, o, C, C_before):
    dC += dh * o * (1 - np.tanh(C) ** 2)
    return back(dC, dh, i, f, g, o, C, C_before)


def memory_first(dh, dC, i, f, g, o, C, C_before):
    *gates, dC_before = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return dC_before, *gates


def gates_alone(dh, dC, i, f, g, o, C, C_before):
    return back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)[:-1]


def joined(dh, dC, i, f, g, o, C, C_before):
    *gates, dC_before = back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before)
    return np.concatenate(gates, axis=1), dC_before


def nothing_returned(dh, dC, i, f, g, o, C, C_before):
    print(back(total(dh, dC, o, C), dh, i, f, g, o, C, C_before))


WAYS, GATES = "two-ways", "step-backward"

WRONG_WAYS_BACK = [
    Misconception(
        "memory before by one way alone",
        memory_overwritten,
        "dC_before was made of the dC that came from the next step. What came to C by way of h goes on to "
        "the memory before as well.",
        WAYS,
    ),
    Misconception(
        "not by way of the state",
        not_by_the_state,
        "The gradient of the memory is only what the next step sent back. The memory was also read in this "
        "very step: what comes back to h goes on to C.",
        WAYS,
    ),
    Misconception(
        "not by way of the memory",
        not_by_the_memory,
        "The gradient of the memory is only what comes by way of h. The next step kept a share of C, too, "
        "and sent dC back: both add up.",
        WAYS,
    ),
    Misconception(
        "tanh of the memory forgotten",
        without_tanh,
        "On its way from h to C the gradient passed the output gate, and not the tanh that stands between "
        "them: it has a slope.",
        WAYS,
    ),
    Misconception(
        "output gate forgotten",
        without_the_output_gate,
        "On its way from h to C the gradient passed tanh, and not the output gate. What the gate did not "
        "show, nothing comes back through.",
        WAYS,
    ),
    Misconception(
        "dh taken for dC",
        state_for_memory,
        "dh was added to dC as it is. Between state and memory stand the output gate and a tanh, and the "
        "gradient has to pass both.",
        WAYS,
    ),
    Misconception(
        "slope of tanh by what went in",
        slope_of_the_memory,
        "The slope of tanh at C was worked out with C itself. It is told by what tanh gives, not by what "
        "goes in.",
        WAYS,
    ),
    Misconception(
        "value for slope",
        slope_times_the_value,
        "From h to C the gradient was multiplied by tanh(C). The chain rule wants the slope of tanh there, "
        "not its value.",
        WAYS,
    ),
    Misconception(
        "output gate with C",
        memory_unread,
        "dz_o was worked out with C. The output gate was multiplied by what is read of the memory, which is "
        "tanh of it.",
        GATES,
    ),
    Misconception(
        "output gate by way of the memory",
        output_gate_by_the_memory,
        "dz_o was worked out with the gradient of the memory. The output gate stands behind the memory, in "
        "h alone: what comes back to it is dh.",
        GATES,
    ),
    Misconception(
        "slopes left out",
        without_slopes,
        "These are the gradients of the gates themselves. They still have to pass sigmoid or tanh, back to "
        "the sums z.",
        GATES,
    ),
    Misconception(
        "slope of sigmoid for the candidate",
        sigmoid_slope_for_g,
        "dz_g has the slope of sigmoid in it. The candidate came from tanh, whose slope is another.",
        GATES,
    ),
    Misconception(
        "slope of tanh for the gates",
        tanh_slope_for_gates,
        "The three gates were given the slope of tanh. They came from sigmoid: its slope at an output a "
        "is a (1 - a).",
        GATES,
    ),
    Misconception(
        "sigmoid and tanh taken twice",
        sigmoid_twice,
        "The slope was taken at the gate, as if it were the sum that went in. The gates have been through "
        "sigmoid or tanh already: their slopes can be told from them as they are.",
        GATES,
    ),
    Misconception(
        "memory after for before",
        memory_after,
        "dz_f was worked out with the memory after the step. The forget gate was multiplied by the memory "
        "before it.",
        GATES,
    ),
    Misconception(
        "input gate and candidate exchanged",
        factors_exchanged,
        "In i g each factor's slope is the other one: what comes back to i is weighed with g, and what "
        "comes back to g with i.",
        GATES,
    ),
    Misconception(
        "memory before without its gate",
        memory_not_gated,
        "dC_before is all that came to C. Forward, only the share f of the old memory was kept: the same "
        "share comes back.",
        GATES,
    ),
    Misconception(
        "averaged over the batch",
        averaged,
        "Your gradients are m times too small. If the loss is a mean, that m is in dh and dC already.",
        GATES,
    ),
    Misconception(
        "summed over the batch",
        summed,
        "The gradients of all samples were added up. Each sample has gates of its own; what is shared, the "
        "weights, comes later.",
        GATES,
    ),
    Misconception(
        "dC changed in place",
        in_place,
        "dC itself was changed on the way: += writes into the array that was given. Make a new one.",
    ),
    Misconception(
        "memory before first",
        memory_first,
        "dC_before came first, and the gates behind it. What is asked for is dz_i, dz_f, dz_g, dz_o, "
        "dC_before, in that order.",
    ),
    Misconception(
        "too few returned",
        gates_alone,
        "Something is missing at the end of what came back. Five arrays are asked for, dC_before last.",
        GATES,
    ),
    Misconception(
        "gates joined already",
        joined,
        "The four gates came back as one array. Here they are asked for one by one: they are joined later.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Five arrays are asked for, dC_before last.",
    ),
]
