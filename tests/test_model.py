from typing import Any

import numpy
import pytest

import refold
from refold import Activation, Dense, Flatten, ReLU, Reshape, Sequential

from .oracles import keras
from .students import Flatten as TheirFlatten


def test_the_first_program_as_it_stands() -> None:
    names: dict = {}
    exec("from refold import *", names)
    exec(
        "model = Sequential()\n"
        "model.add(Flatten(input_shape=(3, 2)))\n"
        "model.add(Dense(16))\n"
        "model.add(Activation('relu'))\n"
        "model.add(Dense(4))\n"
        "model.compile(loss='mean_squared_error', optimizer='SGD')\n",
        names,
    )
    model = names["model"]
    assert [weight.shape for weight in model.get_weights()] == [(6, 16), (16,), (16, 4), (4,)]
    x, y = numpy.random.default_rng(0).normal(size=(40, 3, 2)), numpy.zeros((40, 4))
    losses = model.fit(x, y, epochs=20).history["loss"]
    assert losses[-1] < losses[0]
    assert model.predict(x).shape == (40, 4)


def build() -> Sequential:
    layers = [Dense(8, activation="tanh"), ReLU(), Flatten(), Dense(5), Activation("sigmoid"), Dense(3)]
    return Sequential(layers, seed=1)


def test_a_whole_model_against_keras(backend: Any) -> None:
    k = keras()
    import torch

    layers = k.layers
    theirs = k.Sequential(
        [
            layers.Dense(8, activation="tanh"),
            layers.ReLU(),
            layers.Flatten(),
            layers.Dense(5),
            layers.Activation("sigmoid"),
            layers.Dense(3),
        ]
    )
    x, dA = (
        numpy.random.default_rng(0).normal(size=(4, 2, 6)),
        numpy.random.default_rng(1).normal(size=(4, 3)),
    )
    X = torch.tensor(x, requires_grad=True)
    A = theirs(X)
    ours = build()
    ours.build((2, 6))
    ours.set_weights(theirs.get_weights())
    numpy.testing.assert_allclose(refold.to_numpy(ours.predict(backend(x))), A.detach().numpy(), rtol=1e-10)
    A.backward(torch.tensor(dA))
    ours.forward(backend(x))
    dX = ours.backward(backend(dA))
    assert X.grad is not None
    numpy.testing.assert_allclose(refold.to_numpy(dX), X.grad.numpy(), rtol=1e-10, atol=1e-13)
    grads = [grad for layer in ours.layers for grad in layer.grads.values()]
    for grad, weight in zip(grads, theirs.trainable_weights, strict=True):
        numpy.testing.assert_allclose(
            refold.to_numpy(grad), weight.value.grad.numpy(), rtol=1e-10, atol=1e-13
        )


def test_three_steps_of_training_against_keras() -> None:
    k = keras()
    theirs = k.Sequential([k.layers.Dense(5, activation="tanh"), k.layers.Dense(2)])
    theirs.compile(optimizer=k.optimizers.SGD(0.125, momentum=0.75), loss="mse")
    x, y = numpy.random.default_rng(0).normal(size=(6, 4)), numpy.random.default_rng(1).normal(size=(6, 2))
    theirs.build((None, 4))
    ours = Sequential([Dense(5, activation="tanh"), Dense(2)])
    ours.compile(refold.SGD(0.125, momentum=0.75), "mse")
    ours.build((4,))
    ours.set_weights(theirs.get_weights())
    expected = theirs.fit(x, y, batch_size=2, epochs=1, shuffle=False, verbose=0).history["loss"]
    came = ours.fit(x, y, batch_size=2, epochs=1, shuffle=False).history["loss"]
    numpy.testing.assert_allclose(came, expected, rtol=1e-5)  # Keras keeps its means in float32
    for ours_now, theirs_now in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(ours_now, theirs_now, rtol=1e-10)


def test_names_as_in_keras() -> None:
    model = Sequential(
        [Dense(2), Dense(2), ReLU(), Dense(2, name="mine"), Dense(2), TheirFlatten(), Flatten()]
    )
    names = ["dense", "dense_1", "re_lu", "mine", "dense_2", "flatten", "flatten_1"]
    assert [step.name for step in model.steps] == names
    assert model.get_layer("mine") is model.layers[3]
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'mine'"):
        model.get_layer("mien")


def test_the_same_layer_or_name_twice() -> None:
    layer = Dense(2, name="D")
    model = Sequential([layer])
    with pytest.raises(refold.WrongValueError, match="this Dense is in the model already"):
        model.add(layer)
    with pytest.raises(refold.WrongValueError, match="two layers are called 'D'"):
        model.add(Dense(2, name="D"))


def test_parameters_are_made_as_soon_as_shapes_are_known() -> None:
    model = Sequential([Dense(16, input_shape=(3, 2))])
    assert model.layers[0].params["W"].shape == (2, 16)
    model.add(Flatten())
    model.add(Dense(4))
    assert model.layers[2].params["W"].shape == (48, 4)
    with pytest.raises(refold.ShapeError, match=r"Reshape\.forward"):
        model.add(Reshape((5,)))


def test_a_seed_draws_the_same_and_layers_differ() -> None:
    first, again, other = (
        Sequential([Dense(4, input_shape=(4,)), Dense(4)], seed=seed) for seed in (1, 1, 2)
    )
    for a, b in zip(first.get_weights(), again.get_weights(), strict=True):
        assert numpy.array_equal(a, b)
    assert not numpy.array_equal(first.get_weights()[0], other.get_weights()[0])
    assert not numpy.array_equal(first.get_weights()[0], first.get_weights()[2])


def test_weights_are_copies_and_wrong_ones_are_refused() -> None:
    model = Sequential([Dense(4, input_shape=(3,)), Flatten(), Dense(2)], seed=0)
    weights = model.get_weights()
    weights[0][...] = 7.0
    assert not (model.get_weights()[0] == 7.0).any()
    model.set_weights(weights)
    weights[0][...] = 8.0
    assert (model.get_weights()[0] == 7.0).all()
    with pytest.raises(refold.ShapeError, match=r"must get 4 arrays \(dense 2, dense_1 2\), got 3"):
        model.set_weights(weights[:3])
    with pytest.raises(refold.ShapeError, match=r"Dense.set_weights: W must have shape \(3, 4\)") as caught:
        model.set_weights([weights[2], *weights[1:]])
    with pytest.raises(refold.ShapeError, match=r"set_weights: b must have shape"):
        model.set_weights([*weights[:3], weights[0]])
    assert (model.get_weights()[0] == 7.0).all()  # all or nothing
    assert "'dense'" in caught.value.__notes__[0]
    with pytest.raises(refold.NotReadyError, match="input_shape"):
        Sequential([Dense(2)]).get_weights()


def test_refused_before_it_can_go_wrong() -> None:
    with pytest.raises(refold.NotReadyError, match="no layers"):
        Sequential().forward(numpy.ones((1, 2)))
    with pytest.raises(refold.ArrayError, match=r"Sequential\.forward: X must be an array, got a list"):
        build().forward([[1.0]])


def test_measuring_leaves_no_trace() -> None:
    model = build()
    X = numpy.random.default_rng(0).normal(size=(4, 2, 6))
    A = model.forward(X)
    model.summary(print_fn=lambda text: None)
    expected = build()
    expected.forward(X)
    assert numpy.array_equal(model.backward(A), expected.backward(A))


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_training_stays_in_the_dtype_of_the_data(dtype: str, backend: Any) -> None:
    model = Sequential([Dense(4, input_shape=(2, 3), activation="tanh"), Flatten(), Dense(1)], seed=0)
    model.summary(print_fn=lambda text: None)
    model.compile("adam", "mse", metrics=["mae"])
    x, y = backend(numpy.ones((5, 2, 3)), dtype), backend(numpy.ones((5, 1)), dtype)
    model.fit(x, y, epochs=2, batch_size=2)
    values = [model.predict(x)]
    for layer in model.layers:
        values += [*layer.params.values(), *layer.grads.values(), *layer.cache.values()]
    assert model.optimizer is not None
    values += [array for memory in model.optimizer.state.values() for array in memory.values()]
    assert {value.dtype for value in values} == {x.dtype}
    assert {value.device for value in values} == {x.device}


def test_empty_batch_and_one_sample(backend: Any) -> None:
    model = build()
    assert tuple(model.predict(backend(numpy.zeros((0, 2, 6)))).shape) == (0, 3)
    assert tuple(model.predict(backend(numpy.zeros((1, 2, 6)))).shape) == (1, 3)


def test_layers_by_name_and_by_index() -> None:
    model = Sequential([Flatten(), Dense(2, name="D")])
    assert model.get_layer("D") is model.get_layer(name="D") is model.get_layer(index=1) is model.layers[1]
    for wrong in ({"name": "E"}, {"index": 2}, {"index": "D"}, {}):
        with pytest.raises(refold.UnknownNameError, match="No layer is called"):
            model.get_layer(**wrong)


@pytest.mark.parametrize("shape", [5, "ab", (2.5,), (-1,)])
def test_shapes_that_cannot_be_built(shape: Any) -> None:
    model = Sequential([Dense(2)])
    with pytest.raises(refold.WrongValueError, match=r"Sequential\.build: .*input_shape"):
        model.build(shape)
    assert model.input_shape is None
    model.build((3,))
    assert model.count_params() == 8


@pytest.mark.parametrize("weights", [None, 5])
def test_weights_that_are_no_list(weights: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="must get a list of arrays, as get_weights gives it"):
        Sequential([Dense(2, input_shape=(3,))]).set_weights(weights)


def test_which_layer_does_not_fit_is_said_when_it_is_added() -> None:
    with pytest.raises(refold.ShapeError) as caught:
        Sequential([Dense(2, input_shape=(3,)), refold.LSTM(4)])
    assert caught.value.__notes__ == ["This was layer 'lstm' (LSTM)."]


def test_modules_as_in_keras() -> None:
    assert refold.layers.Dense is Dense
    assert refold.optimizers.Adam is refold.Adam
    assert refold.initializers.Orthogonal is refold.Orthogonal
    with pytest.raises(AttributeError, match=r"refold\.layers has no 'Dens'\. Did you mean 'Dense'"):
        refold.layers.Dens  # noqa: B018


def test_a_model_says_what_it_is() -> None:
    model = Sequential([Flatten(input_shape=(3,)), Dense(2, "relu"), TheirFlatten()], name="both", seed=3)
    expected = "Flatten(input_shape=(3,)), Dense(units=2, activation='relu'), Flatten"
    assert repr(model) == f"Sequential([{expected}], name='both', seed=3)"


def test_models_are_no_layers_and_names_are_text() -> None:
    with pytest.raises(refold.WrongValueError, match="a model is no layer"):
        Sequential([Dense(2), Sequential([Dense(2)])])
    with pytest.raises(
        refold.WrongValueError, match=r"name must be text, got Dense.* Layers come in one list\."
    ):
        Sequential([Dense(2)], Dense(3))  # type: ignore[arg-type]
