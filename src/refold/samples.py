"""What `fit` and `evaluate` are given: samples, targets and weights, checked and cut."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from .backend import Array, check_numbers, home, in_words, namespace
from .classes import where_largest, whole_numbers
from .errors import ArrayError, ShapeError, WrongValueError, check_number, check_whole
from .rows import reshaped


class Samples(NamedTuple):
    """Samples x (m, ...), targets y (m, ...), and weights (m,) or (m, steps), or None where all weigh 1."""

    x: Array
    y: Array
    weights: Array | None = None


def checked(who: str, x: Array, y: Array, weights: Array | None = None) -> Samples:
    """All three together, or the error for what does not belong together; `who` names the stage."""
    if y is None:
        raise WrongValueError(
            f"Sequential.{who}: y, the targets, are missing: x and y are two arrays. Where they come in "
            "batches, a loop takes one after the other: for X, Y in ...: model.train_on_batch(X, Y)."
        )
    given = {"x": x, "y": y} | ({} if weights is None else {"sample_weight": weights})
    for name, each in given.items():
        check_numbers(f"Sequential.{who}: {name}", each)
        if home(each) != home(x):
            raise ArrayError(
                f"Sequential.{who}: x is {in_words(home(x))}, {name} {in_words(home(each))}. "
                f"Bring all to one place with refold.asarray({name}, like=x)."
            )
        if not x.shape or not x.shape[0]:
            raise ShapeError(f"Sequential.{who}: x must hold a sample at least, got shape {tuple(x.shape)}.")
        if not each.shape or each.shape[0] != x.shape[0]:
            what = "target" if name == "y" else "weight"
            raise ShapeError(
                f"Sequential.{who}: {name} must have a {what} for each of the {x.shape[0]} samples of x, "
                f"got shape {tuple(each.shape)}."
            )
    return Samples(x, y, weights)


def cut(samples: Samples, share: Any, data: Any) -> tuple[Samples, Samples | None]:
    """The samples to train on, and those held out, if any: `data`, else the last of them, `share` of all."""
    if data is None:
        share = 0.0 if share is None else share
        share = check_number("Sequential.fit: validation_split", share, least=0.0, below=1.0)
        return _held_out(samples, share) if share else (samples, None)
    if not isinstance(data, tuple | list) or len(data) not in (2, 3):
        raise WrongValueError(
            "Sequential.fit: validation_data must be a pair (x, y) of arrays, or (x, y, sample_weight)."
        )
    held_out = checked("fit (validation_data)", *data)
    if home(held_out.x) != home(samples.x):  # else only the first epoch's end would tell
        raise ArrayError(
            f"Sequential.fit: x is {in_words(home(samples.x))}, "
            f"validation_data {in_words(home(held_out.x))}. "
            "Bring all to one place with refold.asarray(..., like=x)."
        )
    return samples, held_out


def _held_out(samples: Samples, share: float) -> tuple[Samples, Samples]:
    m = samples.x.shape[0]
    stop = int(m * (1.0 - share))  # as in Keras
    if not 0 < stop < m:
        raise WrongValueError(
            f"Sequential.fit: validation_split={share} of {m} samples leaves {stop} to train on and "
            f"{m - stop} to hold out. Both need one at least."
        )
    first, last = (
        Samples(*(each if each is None else each[rows, ...] for each in samples))
        for rows in (slice(0, stop), slice(stop, m))
    )
    return first, last


def weigh_classes(stage: str, samples: Samples, class_weight: Any) -> Samples:
    """Each sample with the weight of its class, 1 where `class_weight` does not name it."""
    who = f"Sequential.{stage}: class_weight"
    if samples.weights is not None:
        raise WrongValueError(f"{who} and sample_weight were given, choose one.")
    if not isinstance(class_weight, Mapping):
        raise WrongValueError(f"{who} must be a dict such as {{0: 1.0, 1: 5.0}}, got {class_weight!r}.")
    y = samples.y
    xp = namespace(y)
    one_hot = len(y.shape) == 2 and y.shape[1] > 1
    if len(y.shape) > 2 or (one_hot and bool(xp.any(y > 1))):
        raise ShapeError(
            f"{who} needs one class for each sample, y has shape {tuple(y.shape)}. "
            "Steps are weighed by sample_weight, of shape (m, steps)."
        )
    given = f"Sequential.{stage}: y"
    classes = where_largest(given, y) if one_hot else whole_numbers(given, reshaped(y, (-1,)))
    weights = xp.ones(classes.shape, dtype=xp.float64, device=y.device)
    for number, weight in class_weight.items():
        number = check_whole(f"{who}: each class", number, least=0)
        weight = check_number(f"{who}[{number}]", weight, least=0.0)
        weights = xp.where(classes == number, xp.asarray(weight, dtype=xp.float64, device=y.device), weights)
    return samples._replace(weights=weights)
