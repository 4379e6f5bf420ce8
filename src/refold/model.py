"""Sequential: layers in a row."""

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from . import saving
from .backend import Array, OpenShape, check_numbers, empty_batch, to_numpy
from .checked import Checked
from .errors import NotReadyError, ShapeError, WrongValueError, check_flag, check_row, look_up
from .layers.stages import check_input_shape, check_list
from .recording import Trace
from .step import Step
from .summary import table
from .training import Training

# Pairs of lengths that stand for one that varies, in turn: enough for windows, few enough for positions.
VARYING = ((16, 32), (6, 12), (1, 2))


def _check_name(who: str, name: Any) -> str:
    if not isinstance(name, str):
        raise WrongValueError(f"{who} must be text, got {name!r}. Layers come in one list.")
    return name


class Layers(list[Any]):
    """The layers of a model: a list of its own, so that a change would not reach the model and is refused."""

    def refuse(self, *_: Any) -> Any:
        raise WrongValueError(
            "Sequential: model.layers cannot be changed. model.add(layer) puts a layer at the end; "
            "Sequential([*model.layers[:-1], layer]) makes a new model with others."
        )

    append = clear = extend = insert = pop = remove = reverse = refuse
    sort = refuse  # pyright: ignore[reportAssignmentType]
    __setitem__ = __delitem__ = __iadd__ = __imul__ = refuse

    def __reduce__(self) -> tuple[Any, ...]:
        return list, (list(self),)


class Sequential(Training):
    """Layers in a row, each taking what the one before gives.

    >>> from refold import Dense, Flatten, ReLU
    >>> model = Sequential([Flatten(input_shape=(3, 2)), Dense(16), ReLU(), Dense(4)], seed=1)
    >>> model.compile(optimizer="sgd", loss="mean_squared_error")
    >>> model.count_params()
    180

    Beside layers of Refold, any object with the four stages takes part. Of such an object Sequential calls
    `compute_shapes(X)` and `forward(X)` on the way forward, `backward(dA)` and `compute_gradients()` on the
    way back; where it has `params` and `grads`, they are trained. (A layer of Refold starts its own forward
    with compute_shapes.)

    `seed` draws the first parameters and the shuffling of `fit`, so that a run can be repeated.
    """

    name = Checked(_check_name)

    def __init__(
        self, layers: Iterable[Any] | None = None, name: str = "sequential", seed: int | None = None
    ) -> None:
        super().__init__(seed)
        self.name = name
        self.steps: list[Step] = []
        self.trace: Trace | None = None
        self.input_shape: OpenShape | None = None
        self._output_shape: OpenShape | None = None  # of a sample; None while it is not known
        for layer in check_row("Sequential: layers", () if layers is None else layers):
            self.add(layer)

    @property
    def layers(self) -> Layers:
        """The layers, first to last, to be read: see `add`."""
        return Layers(step.layer for step in self.steps)

    @layers.setter
    def layers(self, layers: Any) -> None:
        self.layers.refuse()

    @property
    def trainable(self) -> bool:
        """Whether any layer is trained; it may be set for all of them at once."""
        return not self.steps or any(not step.ours or step.layer.trainable for step in self.steps)

    @trainable.setter
    def trainable(self, trainable: bool) -> None:
        for step in self.steps:
            if step.ours:
                step.layer.trainable = trainable

    def get_layer(self, name: str | None = None, index: int | None = None) -> Any:
        """The layer called `name`, or that at `index`, from the end if negative. Raises UnknownNameError."""
        if index is None:
            return look_up("layer", name, {step.name: step.layer for step in self.steps})
        if isinstance(index, int) and -len(self.steps) <= index < 0:
            index += len(self.steps)
        return look_up("layer", str(index), {str(n): step.layer for n, step in enumerate(self.steps)})

    def add(self, layer: Any) -> None:
        """Put a layer at the end; where the shape of its input is known, its parameters are made at once."""
        if isinstance(layer, Sequential):
            raise WrongValueError("Sequential.add: a model is no layer. Add its layers, one by one.")
        if any(layer is step.layer for step in self.steps):
            raise WrongValueError(f"Sequential.add: this {type(layer).__name__} is in the model already.")
        step = Step(layer, [step.name for step in self.steps])
        first = not self.steps
        if step.ours and self.seed is not None and layer.seed is None:
            vars(layer)["seed"] = (self.seed, len(self.steps))  # of the model: no argument of the layer's own
        if first and step.ours:
            self.input_shape = self._output_shape = layer.input_shape
        if step.ours and self._output_shape is not None:
            try:
                self._output_shape = self._shape_after(step, self._output_shape)
            except Exception as error:
                step.place(error)
                raise
        else:
            self._output_shape = None
        self.steps.append(step)

    def _shape_after(self, step: Step, shape: OpenShape) -> OpenShape:
        """The shape of a sample after a layer; None where two lengths of what varies give two lengths."""
        like = next((value for other in self.steps for value in other.settled_params()), None)
        dtype = step.layer.input_dtype if step.ours else "float64"
        if None not in shape:
            return step.output_shape(empty_batch(shape, dtype, like))
        if step.ours:
            step.layer.check_open_shape(shape)
        failed: list[Exception] = []
        for lengths in VARYING:
            try:
                a, b = (step.output_shape(empty_batch(shape, dtype, like, length)) for length in lengths)
            except Exception as error:
                failed.append(error)
            else:
                return tuple(m if m == n else None for m, n in zip(a, b, strict=True))
        failed[0].add_note(
            f"None in input_shape is a length that varies: tried with {VARYING}. The axis of the samples is "
            "left out: (28, 28), where Keras's build takes (None, 28, 28)."
        )
        raise failed[0]

    def build(self, input_shape: Sequence[int | None] | None = None) -> None:
        """Make every parameter, for samples of `input_shape` (without the batch axis; None varies)."""
        before, given = self.input_shape, check_input_shape("Sequential.build", input_shape)
        self.input_shape = before if given is None else given
        if self.input_shape is None:
            raise NotReadyError(
                "Sequential.build: the shape of a sample is not known. "
                "Give the first layer an input_shape, or call forward(X) once."
            )
        _, problem = self.measure()
        if problem is not None:
            self.input_shape = before
            raise problem

    def measure(self) -> tuple[list[OpenShape | None], Exception | None]:
        """The shape of a sample after each layer, from an empty batch (m = 0), and what went wrong.

        From the first layer that fails, or while the input is unknown, shapes are None.
        """
        shapes: list[OpenShape | None] = [None] * len(self.steps)
        shape = self.input_shape
        for position, step in enumerate(self.steps if shape is not None else ()):
            try:
                shape = shapes[position] = self._shape_after(step, shape or ())
            except Exception as error:
                return shapes, step.place(error)
        return shapes, None

    def summary(self, print_fn: Any = None) -> None:
        """Print the layers, their output shapes (None is the batch) and how many parameters they have."""
        shown = print if print_fn is None else print_fn
        if not callable(shown):
            raise WrongValueError(
                f"Sequential.summary: print_fn must be a function of the text, such as print, got {shown!r}."
            )
        shown(table(self))

    def forward(self, X: Array) -> Array:
        """X -> A, through every layer from first to last.

        A mask (m, steps), made by a layer such as Embedding(mask_zero=True), goes along as in Keras: each
        layer that takes one is given it, and says what it is for the next. That of A is kept as `mask`: loss
        and metrics leave out the steps where it is False.
        """
        if not self.steps:
            raise NotReadyError("Sequential.forward: the model has no layers. Add some with model.add(...).")
        check_numbers("Sequential.forward: X", X)
        shape = tuple(X.shape[1:])
        mask = None
        for step in self.steps:
            try:
                A = step.forward(X, mask) if step.takes_mask else step.forward(X)
                mask = step.mask(X, mask)
            except Exception as error:
                step.place(error)
                raise
            if self.trace is not None:
                self.trace[step.name] = {"X": X, "A": A}
            X = A
        if self.input_shape is None:
            self.input_shape = shape
        self.mask = mask
        return X

    def __call__(self, X: Array, training: bool | None = None) -> Array:
        """The same as `forward`; `training`, as in Keras, is for this pass only."""
        if training is None:
            return self.forward(X)
        with self._in_training(check_flag("Sequential: training", training)):
            return self.forward(X)

    def backward(self, dA: Array) -> Array:
        """dA -> dX, through every layer from last to first; each fills its `grads` on the way."""
        return self._backward(dA, self.steps)

    def backward_to_params(self, dA: Array) -> None:
        """Fill the layers' `grads` as backward does, but leave out the dX that training does not read.

        The way back ends at the first layer with parameters, or at the first that is not Refold's.
        """
        if self.trace is not None:
            self.backward(dA)
            return
        ends = (n for n, step in enumerate(self.steps) if not step.ours or step.params())
        first = next(ends, len(self.steps) - 1)
        with self.steps[first].without_input_gradient():
            self._backward(dA, self.steps[first:])

    def _backward(self, dA: Array, steps: Sequence[Step]) -> Array:
        for step in reversed(steps):
            try:
                dX = step.backward(dA)
            except Exception as error:
                step.place(error)
                raise
            if self.trace is not None:
                self.trace.setdefault(step.name, {}).update(dA=dA, dX=dX)
            dA = dX
        return dA

    def _ensure_built(self) -> None:
        if any(step.ours and not step.layer.built for step in self.steps):
            self.build()

    def __repr__(self) -> str:
        layers = ", ".join(repr(step.layer) if step.ours else step.kind for step in self.steps)
        return f"Sequential([{layers}], name={self.name!r}, seed={self.seed})"

    def count_params(self) -> int:
        """How many numbers the parameters and buffers hold."""
        return sum(weight.size for weight in self.get_weights())

    def get_weights(self) -> list[Array]:
        """Copies of all parameters and buffers as NumPy arrays, layer by layer, in Keras's order."""
        self._ensure_built()
        return [to_numpy(weight).copy() for step in self.steps for weight in step.weights()]

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Put copies of `weights`, ordered as by `get_weights`, into the layers.

        Raises ShapeError where their number or a shape differs; then nothing has changed.
        """
        self._ensure_built()
        counts = [len(step.weights()) for step in self.steps]
        check_list("Sequential.set_weights", weights)
        if len(weights) != sum(counts):
            owners = ", ".join(f"{step.name} {n}" for step, n in zip(self.steps, counts, strict=True) if n)
            raise ShapeError(
                f"Sequential.set_weights must get {sum(counts)} arrays ({owners or 'no layer has any'}), "
                f"got {len(weights)}."
            )
        rest = iter(weights)
        parts = [(step, list(islice(rest, count))) for step, count in zip(self.steps, counts, strict=True)]
        for step, part in parts:
            step.check_weights(part)
        for step, part in parts:
            step.set_weights(part)

    def save(self, path: str | Path) -> None:
        """Write layers, weights, loss and optimizer to one npz file: training goes on from it as without it.

        Raises WrongValueError for what a file cannot hold, such as a layer that is not Refold's.
        """
        saving.save(self, saving.path_of("Sequential.save", path))

    @classmethod
    def load(cls, path: str | Path, custom_objects: dict[str, type] | None = None) -> "Sequential":
        """The model that `save` wrote. Raises FileFormatError.

        `custom_objects` names layer classes of your own.
        """
        return saving.load(cls, saving.path_of("Sequential.load", path), custom_objects or {})
