"""The mistakes that students make in the memory and the state of an LSTM, and in what they hand back."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def s(z):
    return np.exp(-np.logaddexp(0, -z))


def gates(x, h_before, W, U, b):
    """i, f, g and o, as they should be."""
    z_i, z_f, z_g, z_o = np.split(x @ W + h_before @ U + b, 4, axis=1)
    return s(z_i), s(z_f), np.tanh(z_g), s(z_o)


def right(x, h_before, C_before, W, U, b):
    """All six, as they should be."""
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def nothing_forgotten(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def input_gate_left_out(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * C_before + g
    return i, f, g, o, C, o * np.tanh(C)


def memory_left_out(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    return i, f, g, o, i * g, o * np.tanh(i * g)


def forgetting_turned_round(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = (1 - f) * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def one_gate_for_both(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * C_before + (1 - f) * g
    return i, f, g, o, C, o * np.tanh(C)


def gates_exchanged(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = i * C_before + f * g
    return i, f, g, o, C, o * np.tanh(C)


def state_kept(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f * h_before + i * g
    return i, f, g, o, C, o * np.tanh(C)


def memory_squeezed(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = np.tanh(f * C_before + i * g)
    return i, f, g, o, C, o * C


def matrix_product(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C = f @ C_before + i @ g
    return i, f, g, o, C, o @ np.tanh(C)


def read_without_tanh(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, o * C


def tanh_of_the_product(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, np.tanh(o * C)


def always_read(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, np.tanh(C)


def old_memory_read(x, h_before, C_before, W, U, b):
    i, f, g, o, C, _ = right(x, h_before, C_before, W, U, b)
    return i, f, g, o, C, o * np.tanh(C_before)


def in_place(x, h_before, C_before, W, U, b):
    i, f, g, o = gates(x, h_before, W, U, b)
    C_before *= f
    C_before += i * g
    return i, f, g, o, C_before, o * np.tanh(C_before)


def state_first(x, h_before, C_before, W, U, b):
    i, f, g, o, C, h = right(x, h_before, C_before, W, U, b)
    return h, C, i, f, g, o


def state_and_memory_alone(x, h_before, C_before, W, U, b):
    *_, C, h = right(x, h_before, C_before, W, U, b)
    return h, C


def nothing_returned(x, h_before, C_before, W, U, b):
    print(right(x, h_before, C_before, W, U, b))


MEMORY = "memory"

WRONG_MEMORIES = [
    Misconception(
        "gates exchanged in the memory",
        gates_exchanged,
        "The input gate was laid on the old memory and the forget gate on the candidate. It should be the "
        "other way round.",
        MEMORY,
    ),
    Misconception(
        "nothing forgotten",
        nothing_forgotten,
        "The memory only ever grows: what was in it stays whole, whatever the forget gate says. (So it was "
        "in 1997; the gate came three years later.)",
        MEMORY,
    ),
    Misconception(
        "input gate left out",
        input_gate_left_out,
        "All of the candidate was written into the memory. How much of it is written is for the input gate "
        "to say.",
        MEMORY,
    ),
    Misconception(
        "memory left out",
        memory_left_out,
        "The memory holds only what was just written. What was in it before stays, as far as the forget "
        "gate lets it.",
        MEMORY,
    ),
    Misconception(
        "forgetting turned round",
        forgetting_turned_round,
        "You took f for the share that is forgotten. In spite of its name it is the share that is kept: 1 "
        "keeps all, 0 forgets all.",
        MEMORY,
    ),
    Misconception(
        "one gate for both",
        one_gate_for_both,
        "What is written has the share that f leaves free. That is how the GRU does it; in an LSTM the input "
        "gate decides by itself.",
        MEMORY,
    ),
    Misconception(
        "state kept in place of the memory",
        state_kept,
        "The forget gate was laid on h_before. It is the memory C_before of which it keeps a share.",
        MEMORY,
    ),
    Misconception(
        "memory squeezed",
        memory_squeezed,
        "The memory itself went through tanh. Only what is read from it does: on its own way from step to "
        "step nothing squeezes it.",
        MEMORY,
    ),
    Misconception(
        "matrix product",
        matrix_product,
        "A gate was multiplied as a matrix. Each unit has a gate of its own, for each sample: element by "
        "element.",
        MEMORY,
    ),
    Misconception(
        "read without tanh",
        read_without_tanh,
        "The state is read from the memory as it is, and so it may grow without bound. What is read goes "
        "through tanh first.",
        MEMORY,
    ),
    Misconception(
        "tanh of the product",
        tanh_of_the_product,
        "The output gate was laid on the memory before tanh. It decides how much of what tanh gives is "
        "shown.",
        MEMORY,
    ),
    Misconception(
        "output gate left out",
        always_read,
        "All of the memory is shown in the state. How much of it is shown is for the output gate to say.",
        MEMORY,
    ),
    Misconception(
        "old memory read",
        old_memory_read,
        "The state was read from the memory before this step. First it is written, then it is read.",
        MEMORY,
    ),
    Misconception(
        "C_before changed in place",
        in_place,
        "The memory before was changed in place. The way back will need it as it was: make a new array.",
    ),
    Misconception(
        "state first",
        state_first,
        "h and C came first, and the gates behind them. What is asked for is i, f, g, o, C, h, in that "
        "order, in which they are worked out.",
    ),
    Misconception(
        "too few returned",
        state_and_memory_alone,
        "Some of the six are missing in what came back. The way back needs the gates as well as memory and "
        "state: i, f, g, o, C, h are asked for.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Six arrays are asked for: i, f, g, o, C, h.",
    ),
]
