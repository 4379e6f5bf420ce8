"""What examples may hide: a length for another, a number that is 1, the call before, another X."""

import inspect
from typing import Any

import numpy
import pytest

import refold

from .examples import every_layer, passes, sample

both = pytest.mark.parametrize("training", [False, True], ids=["", "training"])
OF_ALL_LAYERS = {"seed", *inspect.signature(refold.Layer.__init__).parameters}


def check_gradients(layer_class: Any, arguments: dict, shape: tuple, training: bool) -> None:
    """Central differences, unless the layer refuses the arguments or the shape."""
    options = {} if layer_class.input_dtype == "float64" else {"dtype": "float64"}
    X = refold.asarray(sample(layer_class, shape))
    try:
        layer = layer_class(**arguments, **options, seed=0)
        layer.forward(X)
    except refold.RefoldError:
        return
    check = refold.gradient_check(layer, X, training=training)
    assert check.passed, f"{layer!r} of {shape}: {check}"


def different(shape: tuple[int, ...]) -> tuple[int, ...]:
    """No two lengths the same: each is multiplied, so that what must divide it still does."""
    lengths: list[int] = []
    for n in shape:
        lengths.append(next(n * k for k in range(1, len(shape) + 1) if n * k not in lengths))
    return tuple(lengths)


def others(layer_class: Any, arguments: dict) -> dict[str, Any]:
    """For each argument of a layer that is a number or a flag, given or by default, another value."""
    signatures = [inspect.signature(base.__init__) for base in layer_class.__mro__ if base is not object]
    defaults = {each.name: each.default for signature in signatures for each in signature.parameters.values()}
    known = {name: value for name, value in {**defaults, **arguments}.items() if name not in OF_ALL_LAYERS}
    changed = {name: another(value) for name, value in known.items()}
    return {name: value for name, value in changed.items() if value is not None}


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, float):
        return 0.5 * value + 0.317
    if isinstance(value, int):
        return value - 1 if value < 0 else value + 1  # an axis that is counted from the end stays one
    return None


def test_other_values() -> None:
    assert different((4, 4, 4)) == (4, 8, 12)
    assert different((2, 3, 1, 1)) == (2, 3, 1, 4)
    found = others(refold.Conv2DTranspose, {"filters": 3, "kernel_size": 2, "use_bias": False})
    assert found == {"filters": 4, "kernel_size": 3, "use_bias": True, "strides": 2, "dilation_rate": 2}


@every_layer
@both
def test_finite_differences_of_different_lengths(
    layer_class: Any, arguments: dict, shape: tuple, training: bool
) -> None:
    if different(shape) != shape:
        check_gradients(layer_class, arguments, different(shape), training)


@every_layer
@both
def test_finite_differences_with_other_arguments(
    layer_class: Any, arguments: dict, shape: tuple, training: bool
) -> None:
    for name, value in others(layer_class, arguments).items():
        check_gradients(layer_class, {**arguments, name: value}, shape, training)


@every_layer
def test_nothing_stays_of_the_call_before(layer_class: Any, arguments: dict, shape: tuple) -> None:
    expected = passes(layer_class(**arguments, seed=0), sample(layer_class, shape))
    for before in (shape, (shape[0] + 1, *shape[1:])):
        layer = layer_class(**arguments, seed=0)
        passes(layer, sample(layer_class, before, seed=5), numpy.ones((before[0], *expected["A"].shape[1:])))
        for key, value in passes(layer, sample(layer_class, shape)).items():
            numpy.testing.assert_array_equal(value, expected[key], err_msg=key)


@every_layer
def test_lengths_and_axes_that_a_layer_was_not_built_for(
    layer_class: Any, arguments: dict, shape: tuple
) -> None:
    lengths = []
    for axis in range(1, len(shape)):
        lengths += [(*shape[:axis], n, *shape[axis + 1 :]) for n in (shape[axis] - 1, shape[axis] + 1)]
    for other in (*lengths, shape[:-1], shape[:1], (*shape, 2), (2, *shape)):
        layer = layer_class(**arguments, seed=0)
        layer.forward(sample(layer_class, shape))
        try:
            A = layer.forward(sample(layer_class, other))
        except refold.RefoldError:
            continue  # by name; all else must work
        assert A.shape == layer.shapes["A"]
        assert layer.backward(numpy.ones(A.shape)).shape == other


@every_layer
@both
def test_backward_reads_what_forward_kept_and_leaves_it(
    layer_class: Any, arguments: dict, shape: tuple, training: bool
) -> None:
    layer = layer_class(**arguments, seed=0)
    layer.training = training
    A = layer.forward(sample(layer_class, shape))
    dA = numpy.random.default_rng(1).normal(size=A.shape).astype(A.dtype)
    passed = []
    for each in (dA, -2.0 * dA, dA):
        dX = layer.backward(each.astype(A.dtype))
        layer.compute_gradients()
        passed.append({"dX": dX, **layer.grads})
    for key, value in passed[0].items():
        numpy.testing.assert_array_equal(value, passed[2][key], err_msg=key)
