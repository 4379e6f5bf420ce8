"""What may take the place of a parameter, in a layer and in the layers of a block."""

import copy
import pickle
from typing import Any

import numpy
import pytest

import refold
from refold import GRU, BatchNormalization, Bidirectional, Dense, Layer, Residual
from refold.backend import home

rng = numpy.random.default_rng(0)
W = rng.normal(size=(2, 3))


@pytest.mark.parametrize("how", ["item", "update"])
@pytest.mark.parametrize("value", [W, W.astype("float32"), W.tolist()], ids=["float64", "float32", "torch"])
def test_a_new_value_comes_to_where_the_old_one_was(value: Any, how: str, backend: Any) -> None:
    if isinstance(value, list):
        value = pytest.importorskip("torch", reason="torch is not installed").tensor(value)
    X, layer = backend(numpy.ones((4, 2)), "float32"), Dense(3)
    before = layer.forward(X)
    if how == "item":
        layer.params["W"] = value
    else:
        layer.params.update(W=value)
    A = layer.forward(X)
    assert home(layer.params["W"]) == home(X)
    assert layer.params["W"].dtype == A.dtype == before.dtype
    numpy.testing.assert_allclose(refold.to_numpy(A), numpy.ones((4, 2)) @ W, rtol=1e-6)


def test_what_is_like_the_old_value_is_kept_as_it_is() -> None:
    first, second = Dense(3, input_shape=(2,)), Dense(3, input_shape=(2,))
    for layer in (first, second):
        layer.forward(numpy.ones((1, 2)))
    first.params["W"] = second.params["W"]  # weights that two layers share
    assert first.params["W"] is second.params["W"]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (numpy.ones((3, 3)), r"Dense: params\['W'\] must have shape \(2, 3\), got \(3, 3\)\. .*new layer"),
        (numpy.ones(3), r"must have shape \(2, 3\), got \(3,\)"),
        (numpy.float64(1.0), r"must have shape \(2, 3\), got \(\)"),
        (None, r"Dense: params\['W'\] must be an array, got None"),
        ([[1.0]], r"must be an array, got a list. refold.asarray"),
        (numpy.ones((2, 3), complex), "must hold real numbers, got dtype complex128"),
    ],
)
@pytest.mark.parametrize("settled", [False, True])
def test_what_cannot_take_its_place(value: Any, message: str, settled: bool) -> None:
    layer = Dense(3, input_shape=(2,))
    layer.ensure_built()
    if settled:
        layer.forward(numpy.ones((1, 2)))
    before = layer.get_weights()
    with pytest.raises(refold.RefoldError, match=message):
        layer.params["W"] = value
    with pytest.raises(refold.RefoldError, match=message):
        layer.params.update({"W": value})
    with pytest.raises(refold.RefoldError, match=message):
        layer.params |= {"W": value}  # type: ignore[operator]
    for came, expected in zip(layer.get_weights(), before, strict=True):
        numpy.testing.assert_array_equal(came, expected)


def test_a_value_that_the_first_input_would_replace_is_refused() -> None:
    layer = Dense(3)
    layer.params["W"] = W
    with pytest.raises(refold.NotReadyError, match=r"params\['W'\] was set before the layer was built"):
        layer.forward(numpy.ones((4, 2)))


def blocks() -> list[Layer]:
    inside = Residual([Dense(4, "tanh"), BatchNormalization()])
    return [Bidirectional(GRU(2)), Residual([inside, Bidirectional(GRU(4, return_sequences=True), "ave")])]


@pytest.mark.parametrize("number", [0, 1])
def test_a_block_and_the_layers_in_it_have_the_same_values(number: int, backend: Any) -> None:
    block, X = blocks()[number], backend(rng.normal(size=(3, 2, 4)))
    block.forward(X)
    layer = block.forward_layer if isinstance(block, Bidirectional) else block.steps[0].layer
    layer.set_weights([0.5 * value for value in layer.get_weights()])
    again = blocks()[number]
    again.forward(X)
    again.set_weights(block.get_weights())
    numpy.testing.assert_array_equal(refold.to_numpy(again.forward(X)), refold.to_numpy(block.forward(X)))
    key = next(iter(block.params))
    block.params[key] = block.params[key] * 0.0
    assert not refold.to_numpy(block.params[key]).any()
    assert any(not refold.to_numpy(value).any() for value in layer.params.values())
    with pytest.raises(refold.ShapeError, match=r"params\['\w+'\] must have shape"):
        block.params[key] = refold.asarray([1.0], like=X)


@pytest.mark.parametrize("layer", [Dense(2), *blocks()], ids=["Dense", "Bidirectional", "Residual"])
def test_copies_have_parameters_of_their_own(layer: Layer) -> None:
    X = rng.normal(size=(3, 2, 4))
    A = layer.forward(X)
    for made in (copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        assert list(made.params) == list(layer.params)
        numpy.testing.assert_array_equal(made.forward(X), A)
        for key in made.params:
            made.params[key] = made.params[key] + 1.0
        assert not numpy.array_equal(made.forward(X), A)
        numpy.testing.assert_array_equal(layer.forward(X), A)


@pytest.mark.parametrize("layer", [refold.Dense(2), refold.Residual([refold.Dense(3)])], ids=repr)
def test_all_params_at_once(layer: refold.Layer) -> None:
    X = numpy.ones((2, 3))
    layer.forward(X)
    before, keys = layer.params, list(layer.params)
    layer.params = {key: 2.0 * value for key, value in reversed(list(layer.params.items()))}
    assert layer.params is before
    assert list(layer.params) == keys
    W = next(value for value in layer.params.values())
    numpy.testing.assert_array_equal(
        layer.forward(X) - layer.forward(0.0 * X), X @ W + (X if "Res" in repr(layer) else 0)
    )
    for wrong in ({}, None, {keys[0]: W}, {**layer.params, "more": W}, [W]):
        with pytest.raises(
            refold.WrongValueError, match=r"params must be a dict with (dense_)?W, (dense_)?b, got"
        ):
            layer.params = wrong  # type: ignore[assignment]
    with pytest.raises(refold.ShapeError, match="params"):
        layer.params = {key: value[:1] for key, value in layer.params.items()}


@pytest.mark.parametrize("how", ["read-only", "broadcast"])
def test_what_cannot_be_changed_in_place_is_trained_all_the_same(how: str, backend: Any) -> None:
    given = numpy.broadcast_to(numpy.ones(1), (2, 3))
    if how == "read-only":
        given = numpy.ones((2, 3))
        given.flags.writeable = False
    elif hasattr(backend(numpy.ones(1)), "expand"):  # PyTorch's
        given = backend(numpy.ones(1), "float64").expand(2, 3)
    X, Y = backend(numpy.ones((4, 2)), "float64"), backend(numpy.ones((4, 3)), "float64")
    model = refold.Sequential([Dense(3)])
    model.compile("sgd", "mse")
    model.predict(X)
    model.layers[0].params["W"] = given
    model.fit(X, Y, verbose=0)
    assert (refold.to_numpy(model.layers[0].params["W"]) != 1.0).all()
    assert (refold.to_numpy(given) == 1.0).all()


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (numpy.ones(4), r"buffers\['\w*moving_mean'\] must have shape \(3,\), got \(4,\)\. .*new layer"),
        (0.0, r"buffers\['\w*moving_mean'\] must be an array, got a float"),
        (numpy.asarray(["a"] * 3), "must hold real numbers"),
    ],
)
@pytest.mark.parametrize(
    "layer",
    [BatchNormalization(), Residual([BatchNormalization()]), refold.TimeDistributed(BatchNormalization())],
    ids=["alone", "Residual", "TimeDistributed"],
)
def test_buffers_are_checked_as_parameters_are(layer: Layer, value: Any, message: str) -> None:
    X = numpy.ones((4, 2, 3), "float32")
    A, key = layer.forward(X), next(key for key in layer.buffers if key.endswith("mean"))
    with pytest.raises(refold.RefoldError, match=message):
        layer.buffers[key] = value
    with pytest.raises(refold.WrongValueError, match=r"buffers must be a dict with .*_mean, .*buffers\["):
        layer.buffers = {key: numpy.ones(3)}
    numpy.testing.assert_array_equal(layer.forward(X), A)
    layer.buffers[key] = numpy.ones(3)
    assert layer.buffers[key].dtype == "float32"


def test_no_buffer_is_added_to_those_that_were_built() -> None:
    layer = BatchNormalization()
    layer.buffers["moving_mean"] = numpy.ones(3)
    with pytest.raises(refold.NotReadyError, match=r"buffers\['moving_mean'\] was set before"):
        layer.forward(numpy.ones((4, 3)))
    layer = BatchNormalization()
    layer.forward(numpy.ones((4, 3)))
    with pytest.raises(refold.UnknownNameError, match=r"No buffer of BatchNormalization is called 'mean'"):
        layer.buffers["mean"] = numpy.ones(3)
