"""What is set on a model after it was made."""

import copy

import numpy
import pytest

import refold
from refold import Dense, Sequential

from .oracles import keras


def test_layers_cannot_be_changed_past_the_model() -> None:
    model = Sequential([Dense(2), Dense(3)])
    for change in (
        lambda: model.layers.append(Dense(4)),
        lambda: model.layers.pop(),
        lambda: model.layers.__setitem__(0, Dense(4)),
        lambda: setattr(model, "layers", [Dense(4)]),
    ):
        with pytest.raises(refold.WrongValueError, match=r"model\.layers cannot be changed\. model\.add"):
            change()
    assert [layer.units for layer in copy.deepcopy(model.layers)] == [2, 3]
    assert Sequential([*model.layers[:-1], Dense(4)]).predict(numpy.ones((1, 3))).shape == (1, 4)
    assert type(model.layers[:1]) is list


def test_a_name_that_is_set_is_text() -> None:
    model = Sequential()
    with pytest.raises(refold.WrongValueError, match=r"^Sequential: name must be text, got 3"):
        model.name = 3
    model.name = "mine"
    assert 'name="mine"' not in repr(model) and "mine" in repr(model)


def test_a_model_is_frozen_as_a_whole_as_in_keras() -> None:
    theirs = keras().Sequential([keras().Input((3,)), keras().layers.Dense(2)])
    ours = Sequential([Dense(2, input_shape=(3,)), refold.Residual([Dense(2)])])
    for value in (False, True):
        ours.trainable = theirs.trainable = value
        assert ours.trainable is theirs.trainable is value
        assert theirs.layers[0].trainable is ours.layers[0].trainable is ours.layers[1].trainable is value
    ours.trainable = False
    ours.compile("sgd", "mse")
    before = ours.get_weights()
    ours.fit(numpy.ones((4, 3)), numpy.ones((4, 2)), verbose=0)
    for one, other in zip(before, ours.get_weights(), strict=True):
        numpy.testing.assert_array_equal(one, other)
    with pytest.raises(refold.WrongValueError, match="Dense: trainable must be True or False"):
        ours.trainable = "no"  # type: ignore[assignment]


def test_what_an_optimizer_remembers_is_of_one_model_as_in_keras() -> None:
    X, Y = numpy.ones((4, 3)), numpy.ones((4, 2))
    for library, optimizer, error in (
        (refold, refold.Adam(), refold.WrongValueError),
        (keras(), keras().optimizers.Adam(), Exception),
    ):
        layers = refold if library is refold else library.layers
        first, second = (library.Sequential([layers.Dense(2)]) for _ in range(2))
        first.compile(optimizer, "mse")
        first.fit(X, Y, verbose=0)
        first.compile(optimizer, "mae")
        first.fit(X, Y, verbose=0)
        with pytest.raises(error):
            second.compile(optimizer, "mse")
            second.fit(X, Y, verbose=0)
    rate = refold.SGD(0.5)  # remembers nothing
    for model in (Sequential([Dense(2)]), Sequential([Dense(2)])):
        model.compile(rate, "mse")
        model.fit(X, Y, verbose=0)


def test_layers_are_counted_from_the_end_too_as_in_keras() -> None:
    theirs = keras().Sequential([keras().layers.Dense(units) for units in (2, 3)])
    ours = Sequential([Dense(units) for units in (2, 3)])
    for index in (0, 1, -1, -2):
        assert ours.get_layer(index=index).units == theirs.get_layer(index=index).units
    for index in (2, -3, "a"):
        with pytest.raises(refold.UnknownNameError, match=rf"No layer is called '{index}'"):
            ours.get_layer(index=index)  # type: ignore[arg-type]
