"""train: forward, loss, backward and step, batch after batch, until the held-out loss falls no more."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import NOTE, Alternative, Case, Exercise, Unfit, in_single_precision
from autograder.exercises.optimizers.epochs import (
    all_alike,
    case,
    falling,
    first_best,
    made,
    nearly_back,
    up_down_up_up,
)
from autograder.exercises.optimizers.loops_sentences import LOOPS
from autograder.exercises.optimizers.network import (
    backward,
    cross_entropies,
    cross_entropies_gradient,
    forward,
)
from autograder.exercises.optimizers.right import momentum_reference, train_reference
from autograder.exercises.optimizers.stops_sentences import STOPS
from autograder.exercises.returned import named

BATCH, EPOCH, SEVERAL = "params after a batch", "params after an epoch", "params after several epochs"
LOSSES, BEST, STOP = "held-out losses", "best params", "losses until it stops"
STOPPING = (BEST, STOP)


def run(
    student, W1, b1, W2, b2, X, y, X_held_out, y_held_out, rate, momentum, plan, batch_size, patience, asks
):
    params, held_out = {"W1": W1, "b1": b1, "W2": W2, "b2": b2}, (X_held_out, y_held_out)
    result = student(params, made(X, y, plan, batch_size), held_out, rate, momentum, patience)
    if hasattr(result, "keys"):
        alone = "the parameters alone" if "W1" in result else "a dictionary of both"
        raise Unfit(f"{alone} came back, where a pair was expected")
    found = named(result, None, "params", "losses")
    for name in asks:
        came = "losses" if name in (LOSSES, STOP) else "params"
        if came in found:
            yield name, found[came]
    if NOTE in found:
        yield NOTE, found[NOTE]


def _cases(rng: np.random.Generator, words: str) -> list[Case]:
    """One of each kind."""
    return [
        case(f"a single batch{words}", rng, "+", (BATCH,), batch_size=20),
        case(f"one epoch{words}", rng, "+", (EPOCH,)),
        case(f"three epochs{words}", rng, "+++", (SEVERAL, LOSSES), suits=falling),
        case(f"epochs of which the third is best{words}", rng, "+-+--++", STOPPING, 2, suits=up_down_up_up),
        case(f"epochs that come nearly back{words}", rng, "+=++++", STOPPING, 2, suits=nearly_back),
        case(f"epochs that all are tried{words}", rng, "+-+--", STOPPING, 4, suits=up_down_up_up),
        case(f"epochs of which the first is best{words}", rng, "+=+", STOPPING, 3, suits=first_best),
        case(f"epochs that change nothing{words}", rng, "+++++", (STOP,), 2, suits=all_alike, rate=0.0),
    ]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = [*_cases(rng, ", drawn at random"), *_cases(rng, ", drawn at random")]
    return [*cases, in_single_precision(cases[0])]


# Right answers, written in other ways.


def with_a_counter(params, epochs, held_out, rate, momentum, patience):
    params = {key: P.copy() for key, P in params.items()}
    velocity = {key: np.zeros(P.shape) for key, P in params.items()}
    best, lowest, waited, losses = None, np.inf, 0, []
    for batches in epochs:
        for X, y in batches:
            Z, cache = forward(params, X)
            grads = backward(cross_entropies_gradient(Z, y), params, cache)
            for key, P in params.items():
                velocity[key] *= momentum
                velocity[key] -= rate * grads[key] / X.shape[0]
                P += velocity[key]
        losses.append(np.mean(cross_entropies(forward(params, held_out[0])[0], held_out[1])))
        if losses[-1] < lowest:
            lowest, waited = losses[-1], 0
            best = {key: P.copy() for key, P in params.items()}
        else:
            waited += 1
            if waited == patience:
                break
    return best, losses


def with_a_list_of_all(params, epochs, held_out, rate, momentum, patience):
    """Every epoch's parameters are kept, and the best are looked up in the end."""
    X_held_out, y_held_out = held_out
    velocity, kept, losses = {}, [], []
    for batches in epochs:
        for X, y in batches:
            Z, cache = forward(params, X)
            grads = backward(cross_entropies_gradient(Z, y) / len(X), params, cache)
            stepped = {}
            for key, G in grads.items():
                stepped[key], velocity[key] = momentum_reference(
                    params[key], G, velocity.get(key, np.zeros_like(G)), rate, momentum
                )
            params = stepped
        kept.append(params)
        Z, _ = forward(params, X_held_out)
        losses.append(float(sum(cross_entropies(Z, y_held_out)) / len(y_held_out)))
        if len(losses) > patience and min(losses[-patience:]) >= min(losses[:-patience]):
            break
    return kept[int(np.argmin(losses))], np.array(losses)


def with_a_function_for_a_step(params, epochs, held_out, rate, momentum, patience):
    state = {key: (P, 0 * P) for key, P in params.items()}

    def now():
        return {key: P for key, (P, _) in state.items()}

    def step(X, y):
        Z, cache = forward(now(), X)
        grads = backward(cross_entropies_gradient(Z, y) * (1 / len(y)), now(), cache)
        for key, (P, velocity) in state.items():
            state[key] = momentum_reference(P, grads[key], velocity, rate, momentum)

    history, best, left = [], now(), patience
    for batches in epochs:
        for X, y in batches:
            step(X, y)
        history.append(cross_entropies(forward(now(), held_out[0])[0], held_out[1]).mean())
        left = patience if history[-1] < min(history[:-1], default=np.inf) else left - 1
        if left == patience:
            best = now()
        if left == 0:
            return [best, history]
    return [best, history]


train = Exercise(
    "train",
    points=6,
    reference=train_reference,
    run=run,
    cases=_cases(np.random.default_rng(0), ""),
    hidden=hidden,
    sums=1000,
    misconceptions=[*LOOPS, *STOPS],
    alternatives=[
        Alternative(with_a_counter),
        Alternative(with_a_list_of_all),
        Alternative(with_a_function_for_a_step),
    ],
)
