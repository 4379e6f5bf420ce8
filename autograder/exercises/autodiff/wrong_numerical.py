"""The mistakes that students make in a gradient by differences."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exercises.autodiff.given import forward
from autograder.exercises.autodiff.right import backpropagate


def loss(graph, order, values, **moved):
    return forward(graph, order, {**values, **moved})[order[-1]].sum()


def both_sides(graph, order, values, name, h):
    """For each place in turn, the loss above and below."""
    for index in np.ndindex(*values[name].shape):
        sums = []
        for step in (h, -h):
            X = values[name].copy()
            X[index] += step
            sums.append(loss(graph, order, values, **{name: X}))
        yield index, *sums


def rows_and_columns(graph, order, values, name, h):
    rows, columns = values[name].shape
    found = np.zeros((rows, columns))
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - below) / (2 * h)
    return found


def first_and_second_axis(graph, order, values, name, h):
    found = np.zeros((values[name].shape[0], values[name].shape[1]))
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - below) / (2 * h)
    return found


def dictionaries_subtracted(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index in np.ndindex(*found.shape):
        above, below = values[name].copy(), values[name].copy()
        above[index] += h
        below[index] -= h
        after: list[Any] = [forward(graph, order, {**values, name: X}) for X in (above, below)]
        found[index] = (after[0] - after[1]) / (2 * h)
    return found


def one_sided(graph, order, values, name, h):
    found, here = np.zeros_like(values[name]), loss(graph, order, values)
    for index, above, _ in both_sides(graph, order, values, name, h):
        found[index] = (above - here) / h
    return found


def one_sided_below(graph, order, values, name, h):
    found, here = np.zeros_like(values[name]), loss(graph, order, values)
    for index, _, below in both_sides(graph, order, values, name, h):
        found[index] = (here - below) / h
    return found


def one_sided_by_twice_h(graph, order, values, name, h):
    return one_sided(graph, order, values, name, h) / 2


def not_divided_by_two(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - below) / h
    return found


def not_divided(graph, order, values, name, h):
    return not_divided_by_two(graph, order, values, name, h) * h


def brackets_left_out(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = above - below / (2 * h)
    return found


def two_h_without_brackets(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - below) / 2 * h
    return found


def divided_by_the_square(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - below) / (2 * h**2)
    return found


def curvature(graph, order, values, name, h):
    found, here = np.zeros_like(values[name]), loss(graph, order, values)
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - 2 * here + below) / h**2
    return found


def added(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above + below) / (2 * h)
    return found


def below_first(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (below - above) / (2 * h)
    return found


def without_sign(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = abs(above - below) / (2 * h)
    return found


def all_at_once(graph, order, values, name, h):
    above = loss(graph, order, values, **{name: values[name] + h})
    below = loss(graph, order, values, **{name: values[name] - h})
    return (above - below) / (2 * h)


def all_at_once_everywhere(graph, order, values, name, h):
    return np.full(values[name].shape, all_at_once(graph, order, values, name, h))


def shared_among_all(graph, order, values, name, h):
    return all_at_once_everywhere(graph, order, values, name, h) / values[name].size


def row_by_row(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for row in range(len(values[name])):
        sums = []
        for step in (h, -h):
            X = values[name].copy()
            X[row] += step
            sums.append(loss(graph, order, values, **{name: X}))
        found[row] = (sums[0] - sums[1]) / (2 * h)
    return found


def never_put_back(graph, order, values, name, h):
    """On a copy, whose moved numbers stay moved while the next ones are tried."""
    X, found = values[name].copy(), np.zeros_like(values[name])
    for index in np.ndindex(*X.shape):
        X[index] += h
        above = loss(graph, order, values, **{name: X})
        X[index] -= 2 * h
        found[index] = (above - loss(graph, order, values, **{name: X})) / (2 * h)
    return found


def copies_before_the_loop(graph, order, values, name, h):
    """One copy for above and one for below, in which the moved numbers stay moved."""
    up, down, found = values[name].copy(), values[name].copy(), np.zeros_like(values[name])
    for index in np.ndindex(*found.shape):
        up[index] += h
        down[index] -= h
        above, below = (loss(graph, order, values, **{name: X}) for X in (up, down))
        found[index] = (above - below) / (2 * h)
    return found


def array_of_one_number(graph, order, values, name, h):
    """What the target holds is not taken out of its array."""
    found = np.zeros_like(values[name])
    for index in np.ndindex(*found.shape):
        up, down = values[name].copy(), values[name].copy()
        up[index] += h
        down[index] -= h
        above, below = (forward(graph, order, {**values, name: X})[order[-1]] for X in (up, down))
        found[index] = (above - below) / (2 * h)
    return found


def in_the_array_itself(graph, order, values, name, h):
    X, found = values[name], np.zeros_like(values[name])
    for index in np.ndindex(*X.shape):
        X[index] += h
        above = loss(graph, order, values)
        X[index] -= 2 * h
        found[index] = (above - loss(graph, order, values)) / (2 * h)
    return found


def one_array_under_two_names(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index in np.ndindex(*found.shape):
        above = below = values[name].copy()
        above[index] += h
        below[index] -= h
        sums = [loss(graph, order, values, **{name: X}) for X in (above, below)]
        found[index] = (sums[0] - sums[1]) / (2 * h)
    return found


def half_a_step(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h / 2):
        found[index] = (above - below) / h
    return found


def a_smaller_h(size, graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, size):
        found[index] = (above - below) / (2 * size)
    return found


def by_backpropagation(graph, order, values, name, h):
    return backpropagate(graph, order, forward(graph, order, values))[name]


def steps_in_proportion(graph, order, values, name, h):
    """A share h of each number in place of h."""
    found = np.zeros_like(values[name])
    for index in np.ndindex(*found.shape):
        sums = []
        for share in (1 + h, 1 - h):
            X = values[name].copy()
            X[index] *= share
            sums.append(loss(graph, order, values, **{name: X}))
        found[index] = (sums[0] - sums[1]) / (2 * h * values[name][index])
    return found


def differences_of_the_operation(graph, order, values, name, h):
    """The first operation in place of the last."""
    found = np.zeros_like(values[name])
    for index in np.ndindex(*found.shape):
        sums = []
        for step in (h, -h):
            X = values[name].copy()
            X[index] += step
            sums.append(forward(graph, order, {**values, name: X})[order[0]].sum())
        found[index] = (sums[0] - sums[1]) / (2 * h)
    return found


def in_one_row(graph, order, values, name, h):
    found = [(above - below) / (2 * h) for _, above, below in both_sides(graph, order, values, name, h)]
    return np.array([found])


def first_number_alone(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - below) / (2 * h)
        return found


def last_number_alone(graph, order, values, name, h):
    found = values[name]
    for index, above, below in both_sides(graph, order, values, name, h):
        found = np.zeros_like(values[name])
        found[index] = (above - below) / (2 * h)
    return found


def largest_slope(graph, order, values, name, h):
    return max((above - below) / (2 * h) for _, above, below in both_sides(graph, order, values, name, h))


def nothing_returned(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index, above, below in both_sides(graph, order, values, name, h):
        found[index] = (above - below) / (2 * h)
