"""The mistakes that students make in putting the operations of a graph in order."""

from __future__ import annotations


def leading_to(graph, target):
    """The operations that lead to the target, each once, after all that it needs."""
    order = []

    def visit(name):
        if name in graph and name not in order:
            for each in graph[name][1:]:
                visit(each)
            order.append(name)

    visit(target)
    return order


def leaves_as_well(graph, target):
    order = []

    def visit(name):
        if name not in order:
            for each in graph.get(name, ())[1:]:
                visit(each)
            order.append(name)

    visit(target)
    return order


def leaves_looked_up(graph, target):
    order = []

    def visit(name):
        if name not in order:
            for each in graph[name][1:]:
                visit(each)
            order.append(name)

    visit(target)
    return order


def kinds_followed(graph, target):
    order = []

    def visit(name):
        if name in graph and name not in order:
            for each in graph[name]:
                visit(each)
            order.append(name)

    visit(target)
    return order


def target_first(graph, target):
    return leading_to(graph, target)[::-1]


def as_written(graph, target):
    return list(graph)


def as_written_where_needed(graph, target):
    needed = leading_to(graph, target)
    return [name for name in graph if name in needed]


def written_backwards(graph, target):
    return list(graph)[::-1]


def whole_graph(graph, target):
    order = []

    def visit(name):
        if name in graph and name not in order:
            for each in graph[name][1:]:
                visit(each)
            order.append(name)

    for name in (target, *graph):
        visit(name)
    return order


def whole_graph_by_name(graph, target):
    return sorted(graph)


def without_the_target(graph, target):
    return leading_to(graph, target)[:-1]


def never_marked(graph, target):
    order = []

    def visit(name):
        if name in graph:
            for each in graph[name][1:]:
                visit(each)
            order.append(name)

    visit(target)
    return order


def before_its_inputs(graph, target):
    order = []

    def visit(name):
        if name in graph and name not in order:
            order.append(name)
            for each in graph[name][1:]:
                visit(each)

    visit(target)
    return order


def before_its_inputs_turned_round(graph, target):
    return before_its_inputs(graph, target)[::-1]


def added_in_the_loop(graph, target):
    """After each of its inputs, before the next one is visited."""
    order = []

    def visit(name):
        if name in graph and name not in order:
            for each in graph[name][1:]:
                visit(each)
                order.append(name)

    visit(target)
    return order


def by_distance_from_the_target(graph, target):
    found, waiting = [], [target]
    while waiting:
        name = waiting.pop(0)
        if name in graph and name not in found:
            found.append(name)
            waiting.extend(graph[name][1:])
    return found[::-1]


def from_the_target_on(graph, target):
    return by_distance_from_the_target(graph, target)[::-1]


def with_a_stack_turned_round(graph, target):
    found, stack = [], [target]
    while stack:
        name = stack.pop()
        if name in graph and name not in found:
            found.append(name)
            stack.extend(graph[name][1:])
    return found[::-1]


def first_input_alone(graph, target):
    order, name = [], target
    while name in graph:
        order.append(name)
        name = graph[name][1]
    return order[::-1]


def last_input_alone(graph, target):
    order, name = [], target
    while name in graph:
        order.append(name)
        name = graph[name][-1]
    return order[::-1]


def one_level(graph, target):
    return [*(each for each in dict.fromkeys(graph[target][1:]) if each in graph), target]


def by_name(graph, target):
    return sorted(leading_to(graph, target))


def by_the_number_of_inputs(graph, target):
    return sorted(leading_to(graph, target), key=lambda name: len(graph[name]))


def leaves_alone(graph, target):
    order = leaves_as_well(graph, target)
    return [name for name in order if name not in graph]


def target_alone(graph, target):
    return [target]


def names_of_operations(graph, target):
    return [graph[name][0] for name in leading_to(graph, target)]


def lines_of_the_graph(graph, target):
    return [(name, *graph[name]) for name in leading_to(graph, target)]


def joined_in_a_text(graph, target):
    return " ".join(leading_to(graph, target))


def what_needs_leaves_alone_first(graph, target):
    needed = leading_to(graph, target)
    return sorted(needed, key=lambda name: sum(each in graph for each in graph[name][1:]))


def one_by_one(graph, target):
    yield from leading_to(graph, target)


def nothing_returned(graph, target):
    leading_to(graph, target)
