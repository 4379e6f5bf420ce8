"""The mistakes that students make in the training loop: in what a batch does to the parameters."""

from __future__ import annotations

import numpy as np

from autograder.exercises.optimizers.network import (
    backward,
    cross_entropies,
    cross_entropies_gradient,
    forward,
)
from autograder.exercises.optimizers.right import momentum_reference


def mean_gradients(params, X, y):
    Z, cache = forward(params, X)
    return backward(cross_entropies_gradient(Z, y) / len(y), params, cache)


def is_smallest(losses):
    """Whether the last is smaller than all before."""
    return losses.index(min(losses)) == len(losses) - 1


def step(params, velocity, grads, rate, momentum):
    """The parameters after a step; the velocities change in their dictionary."""
    stepped = {}
    for key in params:
        stepped[key], velocity[key] = momentum_reference(
            params[key], grads[key], velocity.get(key, 0.0), rate, momentum
        )
    return stepped


def until_it_stops(params, epochs, held_out, patience, one_epoch):
    """The rest of the loop, with what `one_epoch(params, batches)` makes of the parameters."""
    losses, best = [], params
    for batches in epochs:
        params = one_epoch(params, batches)
        losses.append(cross_entropies(forward(params, held_out[0])[0], held_out[1]).mean())
        lowest = int(np.argmin(losses))
        if lowest == len(losses) - 1:
            best = params
        elif len(losses) - 1 - lowest >= patience:
            break
    return best, losses


def added_up(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        for X, y in batches:
            Z, cache = forward(params, X)
            grads = backward(cross_entropies_gradient(Z, y), params, cache)
            params = step(params, velocity, grads, rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def by_the_first_batch(params, epochs, held_out, rate, momentum, patience):
    velocity, batch_size = {}, len(epochs[0][0][1])

    def one_epoch(params, batches):
        for X, y in batches:
            Z, cache = forward(params, X)
            grads = backward(cross_entropies_gradient(Z, y) / batch_size, params, cache)
            params = step(params, velocity, grads, rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def by_all_samples(params, epochs, held_out, rate, momentum, patience):
    velocity, m = {}, sum(len(y) for _, y in epochs[0])

    def one_epoch(params, batches):
        for X, y in batches:
            Z, cache = forward(params, X)
            grads = backward(cross_entropies_gradient(Z, y) / m, params, cache)
            params = step(params, velocity, grads, rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def by_all_numbers(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        for X, y in batches:
            Z, cache = forward(params, X)
            grads = backward(cross_entropies_gradient(Z, y) / Z.size, params, cache)
            params = step(params, velocity, grads, rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def one_velocity(params, epochs, held_out, rate, momentum, patience):
    def one_epoch(params, batches):
        velocity = 0.0
        for X, y in batches:
            grads, stepped = mean_gradients(params, X, y), {}
            for key in params:
                stepped[key], velocity = momentum_reference(params[key], grads[key], velocity, rate, momentum)
            params = stepped
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def new_velocity_in_each_batch(params, epochs, held_out, rate, momentum, patience):
    def one_epoch(params, batches):
        for X, y in batches:
            params = step(params, {}, mean_gradients(params, X, y), rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def new_velocity_in_each_epoch(params, epochs, held_out, rate, momentum, patience):
    def one_epoch(params, batches):
        velocity = {}
        for X, y in batches:
            params = step(params, velocity, mean_gradients(params, X, y), rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def nesterovs_way(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        for X, y in batches:
            grads, stepped = mean_gradients(params, X, y), {}
            for key in params:
                stepped[key], velocity[key] = momentum_reference(
                    params[key], grads[key], velocity.get(key, 0.0), rate, momentum, True
                )
            params = stepped
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def one_after_the_other(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        params = dict(params)
        for X, y in batches:
            for key in params:
                G = mean_gradients(params, X, y)[key]
                params[key], velocity[key] = momentum_reference(
                    params[key], G, velocity.get(key, 0.0), rate, momentum
                )
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def one_step_an_epoch(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        found = [mean_gradients(params, X, y) for X, y in batches]
        grads = {key: sum(each[key] for each in found) / len(found) for key in params}
        return step(params, velocity, grads, rate, momentum)

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def first_batch_alone(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        X, y = batches[0]
        return step(params, velocity, mean_gradients(params, X, y), rate, momentum)

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def last_batch_alone(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        grads = {}
        for X, y in batches:
            grads = mean_gradients(params, X, y)
        return step(params, velocity, grads, rate, momentum)

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def steps_thrown_away(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        for X, y in batches:
            step(params, velocity, mean_gradients(params, X, y), rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def rates_exchanged(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        for X, y in batches:
            params = step(params, velocity, mean_gradients(params, X, y), momentum, rate)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def divided_twice(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        for X, y in batches:
            grads = {key: G / len(y) for key, G in mean_gradients(params, X, y).items()}
            params = step(params, velocity, grads, rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def gradients_of_the_beginning(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        first = params
        for X, y in batches:
            params = step(params, velocity, mean_gradients(first, X, y), rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def learning_from_the_held_out(params, epochs, held_out, rate, momentum, patience):
    velocity = {}

    def one_epoch(params, batches):
        for X, y in [*batches, held_out]:
            params = step(params, velocity, mean_gradients(params, X, y), rate, momentum)
        return params

    return until_it_stops(params, epochs, held_out, patience, one_epoch)


def params_in_place(params, epochs, held_out, rate, momentum, patience):
    given, velocity = params, {}

    def one_epoch(params, batches):
        for X, y in batches:
            for key, stepped in step(given, velocity, mean_gradients(given, X, y), rate, momentum).items():
                given[key][...] = stepped
        return {key: P.copy() for key, P in given.items()}

    return until_it_stops(params, epochs, held_out, patience, one_epoch)
