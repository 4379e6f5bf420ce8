"""The mistakes that students make in the training loop: which epoch and batch it looks at, and when."""

from __future__ import annotations

from autograder.exercises.optimizers.wrong_loops import is_smallest, mean_gradients, step, until_it_stops
from autograder.exercises.optimizers.wrong_stops import mean_loss, one_epoch


def first_epoch_again(params, epochs, held_out, rate, momentum, patience):
    velocity = {}
    return until_it_stops(
        params,
        epochs,
        held_out,
        patience,
        lambda params, batches: one_epoch(params, epochs[0], velocity, rate, momentum),
    )


def first_batch_of_all(params, epochs, held_out, rate, momentum, patience):
    velocity = {}
    return until_it_stops(
        params,
        epochs,
        held_out,
        patience,
        lambda params, batches: one_epoch(params, [epochs[0][0]] * len(batches), velocity, rate, momentum),
    )


def measured_after_each_batch(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        for X, y in batches:
            params = step(params, velocity, mean_gradients(params, X, y), rate, momentum)
            losses.append(mean_loss(params, held_out))
            waited = 0 if is_smallest(losses) else waited + 1
            if waited == 0:
                best = params
            if waited == patience:
                return best, losses
    return best, losses


def none_is_best(params, epochs, held_out, rate, momentum, patience):
    """What is kept as the best is another name for the parameters, and so the last."""
    velocity, losses = {}, []
    for batches in epochs[:patience]:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
    return params, losses
