"""A seeded split into samples to train on and samples held out."""

from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import Any

from ..backend import Array, asarray, namespace, to_numpy
from ..errors import ShapeError, WrongValueError, check_number, check_row, refuse_arguments
from ..instead import OF_SPLIT
from ..seeds import generator
from .batches import check_pairs

Split = tuple[tuple[Array, Array], tuple[Array, Array]]


def split(
    x: Array,
    y: Array,
    held_out: float = 0.2,
    seed: int = 0,
    groups: Iterable[Any] | None = None,
    stratify: Iterable[Any] | None = None,
    **unknown: Any,
) -> Split:
    """((x_train, y_train), (x_test, y_test)), shuffled with `seed`; `held_out` is the share to test on.

    `groups` names the group of each sample, such as the piece that a bar of music comes from: no group is on
    both sides, so that the test is about groups that were not seen. As many groups, in an order drawn with
    `seed`, are held out as bring their samples nearest to that share.

    `stratify` names the class of each sample, most often y: of each class that share is held out, as near as
    whole samples allow, so that rare classes are on both sides.

    >>> import numpy
    >>> (x_train, _), (x_test, _) = split(numpy.arange(10), numpy.arange(10), 0.3)
    >>> len(x_train), len(x_test)
    (7, 3)
    """
    refuse_arguments(split, unknown, OF_SPLIT)
    check_number("split: held_out", held_out, above=0.0, below=1.0)
    check_pairs("split", x, y)
    m = x.shape[0]
    order = generator(seed, "split").permutation(m)
    if groups is not None:
        if stratify is not None:
            raise WrongValueError("split: groups and stratify were given, choose one.")
        names = _names("groups", groups, m)
        drawn = _held_out(names, held_out, seed)
        out = [name in drawn for name in names]
    else:
        classes = [None] * m if stratify is None else _names("stratify", stratify, m)
        out = _share_of_each(classes, order, held_out)
    of_test = asarray(out, "bool", like=order)[order]
    train, test = order[~of_test], order[of_test]
    if not (len(train) and len(test)):
        raise WrongValueError(
            f"split: held_out={held_out} of {m} samples leaves {len(train)} to train on and {len(test)} "
            "to test on. Both need one at least."
        )
    return _taken(x, y, train), _taken(x, y, test)


def _taken(x: Array, y: Array, chosen: Array) -> tuple[Array, Array]:
    return tuple(namespace(each).take(each, asarray(chosen, like=each), axis=0) for each in (x, y))


def _names(argument: str, given: Any, m: int) -> list[Any]:
    who = f"split: {argument}"
    if hasattr(given, "shape") and not hasattr(given, "tolist"):
        given = to_numpy(given)  # array_api_strict's
    names = list(check_row(who, given.tolist() if hasattr(given, "tolist") else given))
    if len(names) != m:
        raise ShapeError(f"{who} must hold a name for each of the {m} samples, got {len(names)}.")
    try:
        different = set(names)
    except TypeError:
        what = "must hold one name a sample, such as a text or a number, got rows."
        raise ShapeError(f"{who} {what}") from None
    if any(name != name for name in different):
        raise WrongValueError(f"{who} must name each sample, got NaN. Give those that have no name one.")
    return names


def _share_of_each(classes: list[Any], order: Array, share: float) -> list[bool]:
    """Whether each sample is held out: the last of each class in the drawn order, `share` of them."""
    members: dict[Any, list[int]] = {}
    for i in order.tolist():
        members.setdefault(classes[i], []).append(i)
    out = [False] * len(classes)
    for own in members.values():
        for i in own[len(own) - round(len(own) * share) :]:
            out[i] = True
    return out


def _held_out(names: list[Any], share: float, seed: int) -> set[Any]:
    sizes = Counter(names)  # in the order in which groups first appear
    if len(sizes) < 2:
        raise WrongValueError("split: groups must name two groups at least, one for each side.")
    different = list(sizes)
    drawn = [different[i] for i in generator(seed, "split").permutation(len(sizes)).tolist()]
    totals = list(accumulate(sizes[name] for name in drawn))
    count = min(range(1, len(drawn)), key=lambda n: abs(totals[n - 1] - share * len(names)))
    return set(drawn[:count])
