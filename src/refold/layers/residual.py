"""Residual: layers that learn what to add to their input."""

from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from ..backend import Array, OpenShape, empty_batch
from ..errors import WrongValueError, check_row, check_shape
from ..step import Step
from .activation import ReLU
from .arguments import made_of
from .base import Layer
from .batch_normalization import BatchNormalization
from .dense import Dense
from .params import Joined


class Residual(Layer):
    """A = X + F(X), F the `layers` one after the other; X (m, ...) -> A (m, ...), and F keeps the shape.

    The gradient has a way past the layers, however many of them there are: dX = dA + F's dX for dA.

    `layers` are made anew with their arguments; they are found as `layers`, each with its caches, and may be
    frozen one by one or with the block. `params`, `buffers` and `grads` have those of all of them, by the
    name of the layer in the block: dense_1_W. A mask goes into the block and comes out of it.
    Raises ShapeError where F changes the shape.

    Source: He et al. 2016, Deep residual learning for image recognition, (1).

    >>> import numpy
    >>> Residual([Dense(3, kernel_initializer="zeros")]).forward(numpy.ones((1, 3)))
    array([[1., 1., 1.]])
    """

    takes_mask = True
    supports_masking = True
    examples = (
        ({"layers": (Dense(4), ReLU(), Dense(3))}, (5, 3)),
        ({"layers": (BatchNormalization(), Dense(2, "tanh"))}, (3, 4, 2)),
    )

    def __init__(self, layers: Sequence[Layer], **options: Any) -> None:
        super().__init__(**options)
        self.steps: list[Step] = []
        for layer in check_row("Residual: layers", layers):
            if not isinstance(layer, Layer):
                raise WrongValueError(f"Residual: layers must be layers of Refold, got {layer!r}.")
            anew = made_of(type(layer), layer.config)
            self.steps.append(Step(anew, [step.name for step in self.steps]))
        if not self.steps:
            raise WrongValueError(
                "Residual: layers must hold a layer at least. Write Residual([Dense(8), ...])."
            )
        self.layers = tuple(step.layer for step in self.steps)
        self.params = Joined({step.name: step.layer.params for step in self.steps})
        self.buffers = Joined({step.name: step.layer.buffers for step in self.steps})

    def check_open_shape(self, shape: OpenShape) -> None:
        for step in self.steps:
            step.layer.check_open_shape(shape)

    def build(self, X: Array) -> None:
        F = empty_batch(X.shape[1:], like=X)
        for step in self.steps:
            if step.layer.seed is None:
                step.layer.rng = self.rng  # one seed draws all
            F = empty_batch(step.output_shape(F), like=X)
        keys = [*self.params, *self.buffers]
        if twice := sorted({key for key in keys if keys.count(key) > 1}):  # "a" with "b_c", "a_b" with "c"
            raise WrongValueError(
                f"Residual: two of its layers come to the same name for {twice[0]!r}. Give one another name."
            )

    @property
    def config(self) -> dict[str, Any]:
        return super().config | {"layers": self.layers}

    def trained(self) -> dict[str, Array]:
        steps = self.steps if self.trainable else []
        return {f"{step.name}_{key}": value for step in steps for key, value in step.trained().items()}

    def places(self) -> list[tuple[MutableMapping[str, Array], str]]:
        """Layer by layer, as in a model."""
        return [
            (self.params if values is step.layer.params else self.buffers, f"{step.name}_{key}")
            for step in self.steps
            for values, key in step.layer.places()
        ]

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        with ExitStack() as stack:
            for step in self.steps:
                stack.enter_context(step.layer.undisturbed())
            stack.enter_context(super().undisturbed())
            yield

    def compute_shapes(self, X: Array) -> None:
        self.dims.update(m=X.shape[0])
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Array, mask: Array | None = None) -> Array:
        self.compute_shapes(X)
        F = X
        for step in self.steps:
            step.layer.training, step.layer.frozen = self.training, self.frozen or not self.trainable
            A = step.forward(F, mask) if step.takes_mask else step.forward(F)
            mask, F = step.mask(F, mask), A
        check_shape(
            "Residual.forward: what its layers give", F, X.shape, "It is added to X, and needs its shape."
        )
        return X + F

    def backward(self, dA: Array) -> Array:
        dF = dA
        for step in reversed(self.steps):
            dF = step.backward(dF)
        return dA + dF

    def compute_gradients(self) -> None:
        for step in self.steps:
            self.grads.update({f"{step.name}_{key}": value for key, value in step.layer.grads.items()})
