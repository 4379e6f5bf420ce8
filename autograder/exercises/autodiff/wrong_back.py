"""The mistakes that students make in the walk back: where it begins, which way it goes, what it keeps."""

from __future__ import annotations

import numpy as np

from autograder.exercises.autodiff.given import local_gradients
from autograder.exercises.autodiff.rules import unbroadcast


def parts_of(graph, name, gradients, values):
    """(input, what comes back to it) for each input of one operation."""
    operation, *inputs = graph[name]
    arrays = [values[each] for each in inputs]
    parts = local_gradients(operation, gradients[name], values[name], *arrays)
    return [
        (each, unbroadcast(part, np.shape(values[each])))
        for each, part in zip(inputs, parts, strict=True)
        if part is not None
    ]


def walked(graph, order, values, start):
    gradients = {order[-1]: start}
    for name in reversed(order):
        for each, part in parts_of(graph, name, gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def begun_with_zeros(graph, order, values):
    return walked(graph, order, values, np.zeros_like(values[order[-1]]))


def begun_with_the_value(graph, order, values):
    return walked(graph, order, values, np.array(values[order[-1]]))


def begun_with_a_number(graph, order, values):
    return walked(graph, order, values, np.array(1.0))


def begun_with_a_plain_number(graph, order, values):
    return walked(graph, order, values, 1.0)


def begun_with_a_whole_number(graph, order, values):
    return walked(graph, order, values, 1)


def begun_with_ones_for_all(graph, order, values):
    gradients = {name: np.ones_like(values[name]) for name in order}
    for name in reversed(order):
        for each, part in parts_of(graph, name, gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def begun_with_the_first(graph, order, values):
    gradients = {order[0]: np.ones_like(values[order[0]])}
    for name in reversed(order):
        for each, part in parts_of(graph, name, gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def target_passed_over(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for name in reversed(order[:-1]):
        for each, part in parts_of(graph, name, gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def first_operation_left_out(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for k in range(len(order) - 1, 0, -1):
        for each, part in parts_of(graph, order[k], gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def way_by_way(graph, order, values):
    """From the target into each input at once, where all that has come so far is handed on again."""
    gradients = {}

    def visit(name, part):
        gradients[name] = gradients.get(name, 0) + part
        if name in graph:
            for each, back in parts_of(graph, name, gradients, values):
                visit(each, back)

    visit(order[-1], np.ones_like(values[order[-1]]))
    return gradients


def begun_with_a_mean(graph, order, values):
    start = np.ones_like(values[order[-1]])
    return walked(graph, order, values, start / start.size)


def begun_with_minus_one(graph, order, values):
    return walked(graph, order, values, -np.ones_like(values[order[-1]]))


def forwards(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for name in order:
        for each, part in parts_of(graph, name, gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def turned_round_in_place(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for name in order.reverse():  # which gives None
        for each, part in parts_of(graph, name, gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def begun_at_the_first(graph, order, values):
    gradients = {order[0]: np.ones_like(values[order[0]])}
    for name in order:
        if name in gradients:
            for each, part in parts_of(graph, name, gradients, values):
                gradients[each] = gradients.get(each, 0) + part
    return gradients


def target_alone(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for each, part in parts_of(graph, order[-1], gradients, values):
        gradients[each] = gradients.get(each, 0) + part
    return gradients


def in_order_of_writing(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for name in reversed(list(graph)):
        for each, part in parts_of(graph, name, gradients, values):
            gradients[each] = gradients.get(each, 0) + part
    return gradients


def leaves_alone(graph, order, values):
    gradients = walked(graph, order, values, np.ones_like(values[order[-1]]))
    return {name: G for name, G in gradients.items() if name not in graph}


def operations_alone(graph, order, values):
    gradients = walked(graph, order, values, np.ones_like(values[order[-1]]))
    return {name: G for name, G in gradients.items() if name in graph}


def zeros_for_all_others(graph, order, values):
    gradients = walked(graph, order, values, np.ones_like(values[order[-1]]))
    return {name: gradients.get(name, np.zeros(np.shape(values[name]))) for name in values}


def target_left_out(graph, order, values):
    gradients = walked(graph, order, values, np.ones_like(values[order[-1]]))
    del gradients[order[-1]]
    return gradients


def added_to_the_values(graph, order, values):
    gradients = walked(graph, order, values, np.ones_like(values[order[-1]]))
    return {name: values[name] + G for name, G in gradients.items()}


def values_replaced(graph, order, values):
    """A step of gradient descent on the arrays that were given."""
    gradients = walked(graph, order, values, np.ones_like(values[order[-1]]))
    for name, G in gradients.items():
        if isinstance(values[name], np.ndarray):
            values[name][...] = values[name] - 0.1 * G
    return gradients


def a_list(graph, order, values):
    return list(walked(graph, order, values, np.ones_like(values[order[-1]])).values())


def nothing_returned(graph, order, values):
    walked(graph, order, values, np.ones_like(values[order[-1]]))
