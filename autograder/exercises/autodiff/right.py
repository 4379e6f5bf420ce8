"""The right answers that walk through a graph, which others are made of."""

from __future__ import annotations

import numpy as np

from autograder.exercises.autodiff.given import forward, local_gradients
from autograder.exercises.autodiff.rules import unbroadcast


def topological_order(graph, target):
    order = []

    def visit(name):
        if name in graph and name not in order:
            for each in graph[name][1:]:
                visit(each)
            order.append(name)

    visit(target)
    return order


def backpropagate(graph, order, values):
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for name in reversed(order):
        operation, *inputs = graph[name]
        arrays = [values[each] for each in inputs]
        parts = local_gradients(operation, gradients[name], values[name], *arrays)
        for each, part in zip(inputs, parts, strict=True):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, np.shape(values[each]))
    return gradients


def numerical_gradient(graph, order, values, name, h):
    found = np.zeros_like(values[name])
    for index in np.ndindex(found.shape):
        sums = []
        for step in (h, -h):
            moved = values[name].copy()
            moved[index] += step
            sums.append(forward(graph, order, {**values, name: moved})[order[-1]].sum())
        found[index] = (sums[0] - sums[1]) / (2 * h)
    return found
