"""The examples of every layer: its arguments, the shape of X, an X and what comes of it there and back."""

from typing import Any

import numpy
import pytest

import refold
from refold.dtypes import dtype_name


def examples(name: str) -> Any:
    """The examples of a layer, which must be pairs of arguments and shape."""
    for example in getattr(refold, name).examples:
        if [type(part) for part in example] != [dict, tuple]:
            raise TypeError(
                f"{name}.examples must hold pairs such as ({{'units': 4}}, (5, 3)), got {example!r}. "
                "Of a single pair: (({'units': 4}, (5, 3)),)."
            )
        yield example


CASES = [
    pytest.param(getattr(refold, name), arguments, shape, id=f"{name}-{number}")
    for name in refold.LAYERS
    for number, (arguments, shape) in enumerate(examples(name))
]
every_layer = pytest.mark.parametrize(("layer_class", "arguments", "shape"), CASES)


def sample(layer_class: type[refold.Layer], shape: tuple[int, ...], seed: int = 0) -> Any:
    """An input for the layer: distinct numbers away from 0, where some functions have a kink."""
    rng = numpy.random.default_rng(seed)
    if layer_class.input_dtype != "float64":
        return rng.integers(0, 3, shape).astype(layer_class.input_dtype)
    return rng.permutation(numpy.linspace(0.1, 2.0, int(numpy.prod(shape)))).reshape(shape) * rng.choice(
        [-1.0, 1.0], shape
    )


def passes(layer: refold.Layer, X: Any, dA: Any = None) -> dict[str, Any]:
    """All that one pass there and back gives, as NumPy arrays."""
    A = layer.forward(X)
    dA = numpy.random.default_rng(1).normal(size=A.shape) if dA is None else dA
    dX = layer.backward(refold.asarray(dA, dtype_name(A), like=A))
    layer.compute_gradients()
    return {key: refold.to_numpy(value) for key, value in {"A": A, "dX": dX, **layer.grads}.items()}
