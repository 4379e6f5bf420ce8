"""The mistakes that students make in what comes back to an input: which rule, which shape, which sum."""

from __future__ import annotations

import numpy as np

from autograder.exercises.autodiff.given import local_gradients
from autograder.exercises.autodiff.rules import unbroadcast


def begun(order, values):
    return {order[-1]: np.ones_like(values[order[-1]])}


def rule(graph, name, G, values):
    """The inputs of an operation, and what its rule says of each."""
    operation, *inputs = graph[name]
    return inputs, local_gradients(operation, G, values[name], *[values[each] for each in inputs])


def overwritten(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                gradients[each] = unbroadcast(part, np.shape(values[each]))
    return gradients


def first_that_came(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None and each not in gradients:
                gradients[each] = unbroadcast(part, np.shape(values[each]))
    return gradients


def one_array_for_both(graph, order, values):
    """Added up in place, in an array that may be another node's as well."""
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                part = np.asarray(part)
                part = (
                    part
                    if part.shape == np.shape(values[each])
                    else unbroadcast(part, np.shape(values[each]))
                )
                if each in gradients:
                    gradients[each] += part
                else:
                    gradients[each] = part
    return gradients


def arrays_alone(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if isinstance(values[each], np.ndarray):
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, values[each].shape)
    return gradients


def inputs_in_a_dict(graph, order, values):
    """An operation that uses one node twice has two parts for it, and a dict keeps one."""
    gradients = begun(order, values)
    for name in reversed(order):
        parts = dict(zip(*rule(graph, name, gradients[name], values), strict=True))
        for each, part in parts.items():
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def added_to_nothing(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                gradients[each] = gradients[each] + unbroadcast(part, np.shape(values[each]))
    return gradients


def names_for_values(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        operation, *inputs = graph[name]
        parts = local_gradients(operation, gradients[name], values[name], *inputs)
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def averaged(graph, order, values):
    gradients, counts = begun(order, values), {}
    for name in reversed(order):
        gradients[name] = gradients[name] / counts.get(name, 1)
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
                counts[each] = counts.get(each, 0) + 1
    return {name: G if name in graph else G / counts[name] for name, G in gradients.items()}


def multiplied(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 1) * unbroadcast(part, np.shape(values[each]))
    return gradients


def larger_kept(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                part = unbroadcast(part, np.shape(values[each]))
                gradients[each] = np.maximum(gradients[each], part) if each in gradients else part
    return gradients


def never_added_up(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + part
    return gradients


def means_of_what_was_repeated(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                found = unbroadcast(part, np.shape(values[each]))
                gradients[each] = gradients.get(each, 0) + found * np.size(found) / np.size(part)
    return gradients


def to_the_shape_of_the_result(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[name]))
    return gradients


def chain_left_out(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        ones = np.ones_like(values[name])
        for each, part in zip(*rule(graph, name, ones, values), strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def gradient_of_the_target_everywhere(graph, order, values):
    gradients = begun(order, values)
    G = gradients[order[-1]]
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, G, values), strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def squared_in_the_chain(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        G = gradients[name]
        for each, part in zip(*rule(graph, name, G * G, values), strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def first_input_alone(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        if name in gradients:
            inputs, parts = rule(graph, name, gradients[name], values)
            part = unbroadcast(parts[0], np.shape(values[inputs[0]]))
            gradients[inputs[0]] = gradients.get(inputs[0], 0) + part
    return gradients


def inputs_turned_round(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        inputs, parts = rule(graph, name, gradients[name], values)
        for each, part in zip(inputs, parts[::-1], strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def values_turned_round(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        operation, *inputs = graph[name]
        arrays = [values[each] for each in inputs][::-1]
        parts = local_gradients(operation, gradients[name], values[name], *arrays)
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def g_and_a_exchanged(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        operation, *inputs = graph[name]
        arrays = [values[each] for each in inputs]
        parts = local_gradients(operation, values[name], gradients[name], *arrays)
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def a_left_out(graph, order, values):
    """The gradient is handed over in place of A."""
    gradients = begun(order, values)
    for name in reversed(order):
        operation, *inputs = graph[name]
        G = gradients[name]
        parts = local_gradients(operation, G, G, *[values[each] for each in inputs])
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def none_not_left_out(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def shape_of_a_setting(graph, order, values):
    """As above, and a setting is asked for its shape first."""
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            gradients[each] = gradients.get(each, 0) + unbroadcast(part, values[each].shape)
    return gradients


def numbers_compared_with_none(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part != None:  # noqa: E711
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def values_in_a_list(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        operation, *inputs = graph[name]
        arrays = [values[each] for each in inputs]
        parts = local_gradients(operation, gradients[name], values[name], arrays)
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def none_kept(graph, order, values):
    gradients = begun(order, values)
    for name in reversed(order):
        for each, part in zip(*rule(graph, name, gradients[name], values), strict=True):
            if part is None:
                gradients[each] = None
            else:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients
