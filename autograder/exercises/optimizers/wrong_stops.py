"""The mistakes that students make in the training loop: in what is measured, when to stop, what to keep."""

from __future__ import annotations

from autograder.exercises.optimizers.network import cross_entropies, forward
from autograder.exercises.optimizers.wrong_loops import is_smallest, mean_gradients, step


def one_epoch(params, batches, velocity, rate, momentum):
    for X, y in batches:
        params = step(params, velocity, mean_gradients(params, X, y), rate, momentum)
    return params


def mean_loss(params, samples):
    X, y = samples
    return cross_entropies(forward(params, X)[0], y).mean()


def kept_as_a_name(params, epochs, held_out, rate, momentum, patience):
    params, velocity, losses, waited, best = dict(params), {}, [], 0, params
    for batches in epochs:
        params.update(one_epoch(params, batches, velocity, rate, momentum))
        losses.append(mean_loss(params, held_out))
        waited = 0 if is_smallest(losses) else waited + 1
        if waited == 0:
            best = params
        if waited == patience:
            break
    return best, losses


def first_returned(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, None
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        best = best or params
        waited = 0 if is_smallest(losses) else waited + 1
        if waited == patience:
            break
    return best, losses


def returned_in_the_loop(params, epochs, held_out, rate, momentum, patience):
    return first_returned(params, epochs[:1], held_out, rate, momentum, patience)


def smallest_from_zero(params, epochs, held_out, rate, momentum, patience):
    _, losses = given_returned(params, epochs[:patience], held_out, rate, momentum, patience)
    return params, losses


def given_returned(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        waited = 0 if is_smallest(losses) else waited + 1
        if waited == patience:
            break
    return best, losses


def before_the_best_epoch(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        before, params = params, one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        waited = 0 if is_smallest(losses) else waited + 1
        if waited == 0:
            best = before
        if waited == patience:
            break
    return best, losses


def never_stopping(params, epochs, held_out, rate, momentum, patience):
    return with_patience(params, epochs, held_out, rate, momentum, len(epochs) + 1)


def never_stopping_nor_looking_back(params, epochs, held_out, rate, momentum, patience):
    velocity, losses = {}, []
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
    return params, losses


def never_patient_again(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        if is_smallest(losses):
            best = params
        else:
            waited += 1
        if waited == patience:
            break
    return best, losses


def compared_with_the_one_before(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        if len(losses) == 1 or losses[-1] < losses[-2]:
            waited, best = 0, params
        else:
            waited += 1
        if waited == patience:
            break
    return best, losses


def compared_with_the_one_before_to_stop(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        if is_smallest(losses):
            best = params
        waited = 0 if len(losses) == 1 or losses[-1] < losses[-2] else waited + 1
        if waited == patience:
            break
    return best, losses


def equal_taken_for_smaller(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        if losses[-1] <= min(losses):
            waited, best = 0, params
        else:
            waited += 1
        if waited == patience:
            break
    return best, losses


def an_epoch_too_late(params, epochs, held_out, rate, momentum, patience):
    return with_patience(params, epochs, held_out, rate, momentum, patience + 1)


def an_epoch_too_early(params, epochs, held_out, rate, momentum, patience):
    return with_patience(params, epochs, held_out, rate, momentum, patience - 1)


def at_the_first_that_is_worse(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, best = {}, [], params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        if losses[-1] > min(losses):
            break
        best = params
    return best, losses


def after_so_many_epochs(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, best = {}, [], params
    for batches in epochs[:patience]:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        if is_smallest(losses):
            best = params
    return best, losses


def the_largest_loss(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        waited = 0 if losses[-1] == max(losses) else waited + 1
        if waited == 0:
            best = params
        if waited == patience:
            break
    return best, losses


def with_losses(params, epochs, held_out, rate, momentum, patience, measure, number=lambda loss: loss):
    """A loop that is right, but for what it measures and how it counts that."""
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        before, params = params, one_epoch(params, batches, velocity, rate, momentum)
        losses.append(measure(before, params, batches))
        waited = 0 if is_smallest(losses) else waited + 1
        if waited == 0:
            best = params
        if waited == patience:
            break
    return best, number(losses)


def with_patience(params, epochs, held_out, rate, momentum, patience, number=lambda loss: loss):
    def measure(before, after, batches):
        return mean_loss(after, held_out)

    return with_losses(params, epochs, held_out, rate, momentum, patience, measure, number)


def losses_added_up(params, epochs, held_out, rate, momentum, patience):
    def measure(before, after, batches):
        return mean_loss(after, held_out) * len(held_out[1])

    return with_losses(params, epochs, held_out, rate, momentum, patience, measure)


def of_the_last_batch(params, epochs, held_out, rate, momentum, patience):
    def measure(before, after, batches):
        return mean_loss(after, batches[-1])

    return with_losses(params, epochs, held_out, rate, momentum, patience, measure)


def measured_before_the_epoch(params, epochs, held_out, rate, momentum, patience):
    def measure(before, after, batches):
        return mean_loss(before, held_out)

    return with_losses(params, epochs, held_out, rate, momentum, patience, measure)


def measured_while_learning(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [], 0, params
    for batches in epochs:
        losses.append(0.0)
        for batch in batches:
            losses[-1] += mean_loss(params, batch) / len(batches)
            params = one_epoch(params, [batch], velocity, rate, momentum)
        waited = 0 if is_smallest(losses) else waited + 1
        if waited == 0:
            best = params
        if waited == patience:
            break
    return best, losses


def measured_before_training(params, epochs, held_out, rate, momentum, patience):
    velocity, losses, waited, best = {}, [mean_loss(params, held_out)], 0, params
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
        losses.append(mean_loss(params, held_out))
        waited = 0 if is_smallest(losses) else waited + 1
        if waited == 0:
            best = params
        if waited == patience:
            break
    return best, losses[1:]


def last_loss_left_out(params, epochs, held_out, rate, momentum, patience):
    best, losses = with_patience(params, epochs, held_out, rate, momentum, patience)
    stopped = len(losses) - 1 - losses.index(min(losses)) == patience
    return best, losses[:-1] if stopped else losses


def accuracy_for_the_loss(params, epochs, held_out, rate, momentum, patience):
    def measure(before, after, batches):
        X, y = held_out
        return (forward(after, X)[0].argmax(axis=1) == y).mean()

    return with_losses(params, epochs, held_out, rate, momentum, patience, measure)


def lowest_loss_alone(params, epochs, held_out, rate, momentum, patience):
    return with_patience(params, epochs, held_out, rate, momentum, patience, min)


def params_alone(params, epochs, held_out, rate, momentum, patience):
    return with_patience(params, epochs, held_out, rate, momentum, patience)[0]


def exchanged(params, epochs, held_out, rate, momentum, patience):
    best, losses = with_patience(params, epochs, held_out, rate, momentum, patience)
    return losses, best


def nothing_returned(params, epochs, held_out, rate, momentum, patience):
    velocity = {}
    for batches in epochs:
        params = one_epoch(params, batches, velocity, rate, momentum)
