from typing import Any

import numpy
import pytest

import refold
from refold import Dense, Flatten, Sequential

from .students import Flatten as TheirFlatten


@pytest.mark.parametrize("flatten", [Flatten(name="F"), TheirFlatten()])
def test_every_layer_is_kept_by_name(flatten: Any, backend: Any) -> None:
    if isinstance(flatten, TheirFlatten) and backend.name.startswith("array_api_strict"):
        flatten = Flatten(name="flatten")  # theirs calls the method reshape, which strict arrays do not have
    model = Sequential([Dense(4, name="D"), flatten, Dense(2)])
    X, dA = backend(numpy.ones((3, 2, 5))), backend(numpy.ones((3, 2)))
    with refold.record(model) as trace:
        A = model.forward(X)
        dX = model.backward(dA)
    assert list(trace) == [step.name for step in model.steps]
    assert all(set(kept) == {"X", "A", "dA", "dX"} for kept in trace.values())
    first, middle, last = trace.values()
    assert first["X"] is X and last["A"] is A and last["dA"] is dA and first["dX"] is dX
    assert middle["X"] is first["A"] and middle["dA"] is last["dX"]


def test_recording_stops_and_a_recording_within_another_is_its_own() -> None:
    model = Sequential([Dense(4)])
    with refold.record(model) as outer:
        with refold.record(model) as inner:
            model.forward(numpy.ones((1, 2)))
        assert outer == {}
        assert list(inner) == ["dense"]
        model.forward(numpy.zeros((1, 2)))
        assert list(outer) == ["dense"]
    model.forward(numpy.ones((1, 2)))
    assert not outer["dense"]["X"].any()
    assert model.trace is None


def test_it_stops_after_an_error_too() -> None:
    model = Sequential([Dense(4)])
    with pytest.raises(refold.ShapeError), refold.record(model) as trace:
        model.forward(numpy.ones(2))
    assert model.trace is None
    assert trace == {}


@pytest.mark.parametrize("thing", [Dense(4), None, numpy.ones((2, 2))], ids=repr)  # an array has a trace
def test_what_is_no_model_is_named(thing: object) -> None:
    with pytest.raises(refold.WrongValueError, match="record: model must be a Sequential"):
        refold.record(thing).__enter__()  # type: ignore[arg-type]
