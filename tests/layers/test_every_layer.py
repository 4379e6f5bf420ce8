"""What every layer must do, for every layer that `refold` has: a new layer is tested by its `examples`."""

import itertools
import re
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy
import pytest

import refold
from refold.activations import FUNCTIONS
from refold.backend import home
from refold.dtypes import dtype_name
from refold.errors import arguments_of

from .examples import CASES, every_layer, passes, sample


def test_every_layer_has_an_example() -> None:
    assert [name for name in refold.LAYERS if not getattr(refold, name).examples] == []
    assert len(CASES) >= len(refold.LAYERS) >= 10


def test_every_layer_is_in_the_table() -> None:
    folder = Path(str(refold.layers.__file__)).parent
    modules = [import_module(f"refold.layers.{file.stem}") for file in folder.glob("*.py")]
    made = {
        name
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, type) and issubclass(found, refold.Layer) and found.__module__ == module.__name__
    }
    shared = {"Convolution", "Layer", "Normalization", "Recurrent", "TransposedConvolution"}
    shared |= {"AveragePooling", "GlobalMaxPooling", "GlobalPooling", "MaxPooling", "Pooling", "UpSampling"}
    shared |= {"Cropping", "ZeroPadding"}
    assert sorted(made - shared - set(refold.LAYERS)) == [], "add it to _MODULES in refold/__init__.py"


@every_layer
@pytest.mark.parametrize("training", [False, True], ids=["", "training"])
def test_finite_differences(layer_class: Any, arguments: dict, shape: tuple, training: bool) -> None:
    options = {} if layer_class.input_dtype == "float64" else {"dtype": "float64"}
    layer = layer_class(**arguments, **options, seed=0)
    check = refold.gradient_check(layer, refold.asarray(sample(layer_class, shape)), training=training)
    assert check.passed, check
    assert set(check.errors) >= set(layer.params)


@every_layer
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_same_numbers_on_every_backend(
    layer_class: Any, arguments: dict, shape: tuple, dtype: str, backend: Any
) -> None:
    x = sample(layer_class, shape)
    dtype_in = dtype if layer_class.input_dtype == "float64" else layer_class.input_dtype
    expected = passes(layer_class(**arguments, seed=0, dtype="float64"), x)
    layer = layer_class(**arguments, seed=0, dtype=None if dtype_in == dtype else dtype)
    X = backend(x, dtype_in)
    A = layer.forward(X)
    dX = layer.backward(backend(numpy.ones(A.shape), dtype))
    layer.compute_gradients()
    for value in (A, dX, *layer.params.values(), *layer.grads.values(), *layer.buffers.values()):
        assert home(value) == home(X)
    assert dtype_name(A) == dtype
    assert {dtype_name(grad) for grad in layer.grads.values()} <= {dtype}
    tolerance = 1e-5 if dtype == "float32" else 1e-12
    for key, value in passes(layer, X).items():
        numpy.testing.assert_allclose(value, expected[key], rtol=tolerance, atol=tolerance, err_msg=key)


@every_layer
def test_shapes_dims_and_grads_are_as_promised(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, X = layer_class(**arguments), sample(layer_class, shape)
    layer.compute_shapes(X)
    A_shape = layer.shapes["A"]
    A = layer.forward(X)
    dX = layer.backward(numpy.ones(A.shape))
    layer.compute_gradients()
    assert A.shape == tuple(A_shape) == tuple(layer.shapes["A"])
    assert dX.shape == X.shape == tuple(layer.shapes["X"])
    assert layer.dims["m"] == shape[0]
    assert list(layer.grads) == list(layer.params)
    assert [grad.shape for grad in layer.grads.values()] == [param.shape for param in layer.params.values()]


def lengths(layer_class: Any, shape: tuple) -> dict[str, int]:
    """The lengths of X by the names of the docstring, which has "X (m, steps, n)" or "X (m, ..., n)"."""
    found = [re.search(r"\bX \(m, ([^)]*)\)", base.__doc__ or "") for base in layer_class.__mro__]
    named = next((match.group(1).split(", ") for match in found if match), [])
    last = reversed(named) if "..." not in named else itertools.takewhile("...".__ne__, reversed(named))
    return {name: n for name, n in zip(last, reversed(shape), strict=False) if name.isidentifier()}


@every_layer
def test_dims_have_the_names_of_the_docstring(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer = layer_class(**arguments)
    layer.forward(sample(layer_class, shape))
    axes = () if "keepdims" in arguments else getattr(layer_class, "axes", ())
    expected = lengths(layer_class, shape) | {
        f"out_{axis}": n for axis, n in zip(axes, layer.shapes["A"][1:-1], strict=False)
    }
    assert {name: layer.dims[name] for name in expected} == expected


@every_layer
def test_what_is_kept_of_X_is_in_the_cache(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer = layer_class(**arguments)
    passes(layer, sample(layer_class, shape))
    assert [name for name, value in vars(layer).items() if isinstance(value, numpy.ndarray)] == []


@every_layer
def test_empty_batch(layer_class: Any, arguments: dict, shape: tuple, backend: Any) -> None:
    layer = layer_class(**arguments)
    X = backend(sample(layer_class, shape))
    full = layer.forward(X)
    A = layer.forward(X[:0, ...])
    dX = layer.backward(A)
    layer.compute_gradients()
    assert tuple(A.shape) == (0, *full.shape[1:])
    assert tuple(dX.shape) == (0, *shape[1:])
    for grad in layer.grads.values():
        assert not numpy.any(refold.to_numpy(grad))


@every_layer
def test_empty_batch_first(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, X = layer_class(**arguments), sample(layer_class, shape)
    assert layer.forward(X[:0]).shape[1:] == layer.forward(X).shape[1:]


@every_layer
def test_one_sample_is_the_first_of_many(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, X = layer_class(**arguments), sample(layer_class, shape)
    numpy.testing.assert_allclose(layer.forward(X[:1]), layer.forward(X)[:1], rtol=1e-12)


@every_layer
def test_views_and_read_only_input(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, X = layer_class(**arguments, seed=0), sample(layer_class, shape)
    expected = passes(layer, X)
    dA = numpy.random.default_rng(1).normal(size=expected["A"].shape)
    for order in ("F", "C"):
        view = numpy.repeat(numpy.asarray(X, order=order), 2, axis=0)[::2]
        gradient = numpy.asarray(dA, order="F")[::-1][::-1]
        view.flags.writeable = gradient.flags.writeable = False
        for key, value in passes(layer, view, gradient).items():
            numpy.testing.assert_allclose(value, expected[key], rtol=1e-12, atol=1e-14, err_msg=key)


@every_layer
def test_another_byte_order(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, X = layer_class(**arguments, seed=0), sample(layer_class, shape)
    A = layer.forward(X)
    turned = X.astype(X.dtype.newbyteorder())
    numpy.testing.assert_array_equal(layer_class(**arguments, seed=0).forward(turned), A)


@every_layer
@pytest.mark.parametrize("training", [False, True], ids=["", "training"])
def test_what_others_hold_is_left_alone(
    layer_class: Any, arguments: dict, shape: tuple, training: bool
) -> None:
    layer, X = layer_class(**arguments), sample(layer_class, shape)
    layer.training, before = training, {"X": X.copy()}
    layer.ensure_built(X)
    layer.set_weights([weight + 0.25 for weight in layer.get_weights()])  # a factor of 1 changes nothing
    A = layer.forward(X)
    dA = numpy.random.default_rng(1).normal(size=A.shape)
    before |= {key: value.copy() for key, value in {"A": A, "dA": dA, **layer.params}.items()}
    dX = layer.backward(dA)
    before["dX"] = dX.copy()
    layer.compute_gradients()
    for key, value in {"X": X, "A": A, "dA": dA, "dX": dX, **layer.params}.items():
        says = f"{layer_class.__name__} changed {key} in place, which others hold: let it change a copy"
        numpy.testing.assert_array_equal(value, before[key], err_msg=says)


WITHOUT_dX = [
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Dense",
    "DepthwiseConv2D",
    "GRU",
    "LSTM",
    "SeparableConv2D",
    "SimpleRNN",
    "TimeDistributed",
]


@every_layer
def test_gradients_are_the_same_where_nobody_reads_dX(
    layer_class: Any, arguments: dict, shape: tuple
) -> None:
    layer, X = layer_class(**arguments, seed=0), sample(layer_class, shape)
    dA = numpy.random.default_rng(1).normal(size=layer.forward(X).shape)
    layer.backward(dA)
    layer.compute_gradients()
    expected = layer.grads
    layer = layer_class(**arguments, seed=0)
    layer.input_gradient = False
    layer.forward(X)
    left_out = layer.backward(dA) is None
    assert left_out is (layer_class.__name__ in WITHOUT_dX)
    layer.compute_gradients()
    assert layer.grads.keys() == expected.keys()
    for key, grad in expected.items():
        numpy.testing.assert_array_equal(layer.grads[key], grad)


@every_layer
def test_two_layers_share_nothing(layer_class: Any, arguments: dict, shape: tuple) -> None:
    first, second = layer_class(**arguments, seed=0), layer_class(**arguments, seed=0)
    alone = passes(layer_class(**arguments, seed=0), sample(layer_class, shape))
    A = first.forward(sample(layer_class, shape))
    second.forward(sample(layer_class, (shape[0] + 1, *shape[1:]), seed=5))
    dX = first.backward(numpy.random.default_rng(1).normal(size=A.shape))
    numpy.testing.assert_array_equal(dX, alone["dX"])


@every_layer
def test_saved_and_loaded(layer_class: Any, arguments: dict, shape: tuple, tmp_path: Any) -> None:
    model = refold.Sequential([layer_class(**arguments)], seed=3)
    X = sample(layer_class, shape)
    expected = model.predict(X)
    model.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    numpy.testing.assert_array_equal(again.predict(X), expected)
    assert repr(again.layers[0]) == repr(model.layers[0])


@every_layer
def test_weights_out_and_in(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, other = layer_class(**arguments, seed=0), layer_class(**arguments, input_shape=shape[1:], seed=1)
    X = sample(layer_class, shape)
    expected = layer.forward(X)
    other.set_weights(layer.get_weights())
    numpy.testing.assert_array_equal(other.forward(X), expected)
    with pytest.raises(refold.ShapeError, match="set_weights"):
        other.set_weights([*other.get_weights(), numpy.zeros(1)])


@every_layer
def test_refused_input(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, X = layer_class(**arguments), sample(layer_class, shape)
    name = layer_class.__name__
    with pytest.raises(refold.ArrayError, match=rf"{name}\.forward: X must be an array, got a list"):
        layer.forward(X.tolist())
    with pytest.raises(refold.DTypeError, match=rf"{name}\.forward: X must hold .* got dtype object"):
        layer.forward(X.astype(object))
    with pytest.raises(refold.DTypeError, match=rf"{name}\.forward: X must hold .* got dtype <U"):
        layer.forward(X.astype(str))
    with pytest.raises(refold.ShapeError, match=rf"{name}\.forward: X must have an axis"):
        layer.forward(X.reshape(-1)[0:1].reshape(()))


@every_layer
def test_stages_out_of_order(layer_class: Any, arguments: dict, shape: tuple) -> None:
    layer, X = layer_class(**arguments), sample(layer_class, shape)
    name = layer_class.__name__
    with pytest.raises(refold.NotReadyError, match=rf"{name}\.backward .*call forward"):
        layer.backward(X)
    A = layer.forward(X)
    with pytest.raises(refold.NotReadyError, match=rf"{name}\.compute_gradients .*backward"):
        layer.compute_gradients()
    with pytest.raises(refold.ShapeError, match=rf"{name}\.backward: dA must have shape"):
        layer.backward(numpy.ones((*A.shape, 2)))
    layer.backward(A)
    layer.compute_gradients()


@every_layer
def test_mixed_homes(layer_class: Any, arguments: dict, shape: tuple) -> None:
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    layer, X = layer_class(**arguments), sample(layer_class, shape)
    A = layer.forward(X)
    with pytest.raises(refold.ArrayError, match=r"dA is in array_api_strict .*device1.*X was in numpy"):
        layer.backward(strict.asarray(numpy.ones(A.shape), device=strict.Device("device1")))
    if layer.params:
        with pytest.raises(refold.ArrayError, match="the parameters are in numpy"):
            layer.forward(strict.asarray(X))


ACTIVATED = [
    layer_class
    for layer_class in (getattr(refold, name) for name in refold.LAYERS)
    if not issubclass(layer_class, refold.Activation) and "activation" in arguments_of(layer_class)
]


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("layer_class", ACTIVATED)
def test_every_activation_or_a_reason(layer_class: Any, name: str) -> None:
    arguments, shape = layer_class.examples[0]
    try:
        layer = layer_class(**{**arguments, "activation": name, "seed": 0})
    except refold.WrongValueError as error:
        assert "activation must" in str(error)
        return
    assert refold.gradient_check(layer, sample(layer_class, shape), tolerance=1e-5).passed
