"""TimeDistributed: one layer for every step of a sequence."""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from ..backend import Array, OpenShape, namespace
from ..errors import ShapeError, WrongValueError
from ..rows import reshaped
from ..step import Step
from .arguments import made_of
from .base import Layer
from .conv1d import Conv1D
from .dense import Dense
from .lstm import LSTM
from .stages import check_mask


class TimeDistributed(Layer):
    """`layer` for each step by itself, the same for all: X (m, steps, ...) -> A (m, steps, ...).

    It is a reshape there and one back, so that a step is a sample like any other:

        X (m, steps, ...) -> (m steps, ...), the layer, (m steps, ...) -> A (m, steps, ...)

    BatchNormalization inside takes its mean over all steps of all samples, in training as in prediction. (In
    Keras 3 the layer runs once a step: in training the mean is that of each step, in prediction over all.)

    `layer` is made anew with its arguments. It is found as `layer`, with its caches, and may be frozen by
    itself; `params`, `buffers` and `grads` are those that it has. A mask (m, steps, ...) is reshaped as X is,
    and of a step that does not count, nothing counts within; that of A is what the layer says of it, or where
    that is nothing, whether anything in a step counts.
    Raises ShapeError where X has no axis beside those of samples and steps.

    >>> import numpy
    >>> TimeDistributed(Conv1D(4, 3)).forward(numpy.ones((2, 5, 8, 1))).shape
    (2, 5, 6, 4)
    """

    takes_mask = True
    examples = (
        ({"layer": Dense(4, "tanh")}, (3, 4, 2)),
        ({"layer": Conv1D(2, 3)}, (2, 3, 4, 2)),
        ({"layer": LSTM(2)}, (2, 3, 2, 2)),
    )

    def __init__(self, layer: Layer, **options: Any) -> None:
        if not isinstance(layer, Layer):
            raise WrongValueError(f"TimeDistributed: layer must be a layer of Refold, got {layer!r}.")
        super().__init__(**{"dtype": layer.dtype, **options})
        config = layer.config if self.dtype == layer.dtype else {**layer.config, "dtype": self.dtype}
        self.step = Step(made_of(type(layer), config), [])
        self.layer: Layer = self.step.layer
        self.params, self.buffers = self.layer.params, self.layer.buffers
        self.computes, self.input_dtype = layer.computes, layer.input_dtype  # pyright: ignore

    @property
    def config(self) -> dict[str, Any]:
        return super().config | {"layer": self.layer}

    def check_open_shape(self, shape: OpenShape) -> None:
        self.layer.check_open_shape(shape[1:])

    def build(self, X: Array) -> None:
        if self.layer.seed is None:
            self.layer.rng = self.rng
        self.layer.ensure_built(self.folded(X))

    def trained(self) -> MutableMapping[str, Array]:
        return self.layer.trained() if self.trainable else {}

    def places(self) -> list[tuple[MutableMapping[str, Array], str]]:
        return self.layer.places()

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        with self.layer.undisturbed(), super().undisturbed():
            yield

    def compute_shapes(self, X: Array) -> None:
        if len(X.shape) < 3:
            raise ShapeError(
                f"TimeDistributed.forward: X must have three axes or more, (m, steps, ...), "
                f"got shape {tuple(X.shape)}."
            )
        self.layer.compute_shapes(self.folded(X))
        m, steps = X.shape[:2]
        self.dims.update(m=m, steps=steps)
        self.shapes.update(X=X.shape, A=(m, steps, *self.layer.shapes["A"][1:]))

    def compute_mask(self, X: Array, mask: Array | None) -> Array | None:
        inside = self.step.mask(self.folded(X), None if mask is None else self.folded_mask(X, mask))
        if inside is not None:
            return reshaped(inside, (*X.shape[:2], *inside.shape[1:]))
        if mask is None or len(mask.shape) == 2:
            return mask
        return namespace(mask).any(mask, axis=tuple(range(2, len(mask.shape))))

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        self.layer.training, self.layer.frozen = self.training, self.frozen or not self.trainable
        masks = []
        if mask is not None:
            check_mask(self, X, mask, axes=max(2, getattr(mask, "ndim", 2)))
            masks = [self.folded_mask(X, mask)] if self.step.takes_mask else []
        return self.unfolded(self.step.forward(self.folded(X), *masks))

    def backward(self, dA: Array) -> Array:
        if self.input_gradient:
            return self.unfolded(self.step.backward(self.folded(dA)))
        with self.step.without_input_gradient():
            self.step.backward(self.folded(dA))
        return None

    def compute_gradients(self) -> None:
        self.grads.update(self.layer.grads)

    def folded(self, X: Array) -> Array:
        """(m, steps, ...) -> (m steps, ...)."""
        m, steps, *rest = X.shape
        return reshaped(X, (m * steps, *rest))

    def folded_mask(self, X: Array, mask: Array) -> Array:
        """The same of a mask; where a whole step does not count, nothing in it does."""
        if len(mask.shape) == 2 and len(X.shape) > 3:
            mask = namespace(mask).broadcast_to(reshaped(mask, (*mask.shape, 1)), X.shape[:3])
        return self.folded(mask)

    def unfolded(self, X: Array) -> Array:
        """(m steps, ...) -> (m, steps, ...)."""
        return reshaped(X, (self.dims["m"], self.dims["steps"], *X.shape[1:]))
