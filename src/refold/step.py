"""A layer's place in a model, whether the layer is Refold's or an object with the four stages."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from .activations import Function, gives_probabilities
from .alike import alike, check_alike
from .backend import Array, Shape, asarray, check_numbers, kind, to_numpy
from .dtypes import dtype_name
from .errors import NotReadyError, RefoldError, WrongValueError, check_shape, refuse_class
from .layers.base import Layer
from .layers.stages import check_weights
from .layers.within import within

STAGES = ("compute_shapes", "forward", "backward", "compute_gradients")


class Step:
    """One layer of a model, under the name that it has there.

    Attributes of an object that is not Refold's are read sparingly and never set: it may live elsewhere. What
    it returns is checked, and what a layer on top of Refold's Layer returns that comes from elsewhere.
    """

    def __init__(self, layer: Any, taken: list[str]) -> None:
        self.layer = layer
        self.kind = type(layer).__name__
        self.ours = isinstance(layer, Layer)
        if not self.ours:
            _check_stages(layer, self.kind)
        self.name = _free_name(layer, self.kind, taken)
        self.trusted = self.ours and _is_refold_s(layer)
        self.holds_own = self.ours and not all(map(_is_refold_s, within(layer)))
        self.forward: Callable[..., Array] = layer.forward if self.trusted else self._forward
        self.takes_mask = self.ours and layer.takes_mask
        self._X_shape: Shape | None = None

    def place(self, error: Exception) -> Exception:
        """Note on an error where in the model it happened."""
        error.add_note(f"This was layer {self.name!r} ({self.kind}).")
        return error

    def _forward(self, X: Array, *mask: Array | None) -> Array:
        if not self.ours:
            self.layer.compute_shapes(X)
        A, who = self.layer.forward(X, *mask), f"{self.kind}.forward: its result A"
        check_numbers(who, A)
        if self.ours:
            check_shape(who, A, self.layer.shapes["A"], "So says compute_shapes.")
        else:
            check_shape(who, A, (X.shape[0], *A.shape[1:]), "X has that many samples.")
        self._X_shape = tuple(X.shape)
        return A

    def mask(self, X: Array, mask: Array | None) -> Array | None:
        """The mask of A, given that of X; an object that is not Refold's knows of none."""
        return self.layer.compute_mask(X, mask) if self.ours else None

    def backward(self, dA: Array) -> Array:
        """dA -> dX, with the gradients of the parameters on the way."""
        dX = self.layer.backward(dA)
        if not self.trusted and (not self.ours or self.layer.input_gradient):
            self._check_dX(dX)
        self.layer.compute_gradients()
        if self.ours and not self.trusted:
            self._check_keys()
        return dX

    def _check_keys(self) -> None:
        """Refuse the gradient of what is no parameter: nothing would change by it."""
        params = self.layer.params
        for key in self.layer.grads:
            if key not in params:
                raise WrongValueError(
                    f"{self.kind}.compute_gradients: grads[{key!r}] is the gradient of no parameter: params "
                    f"has {', '.join(params) or 'nothing'}. add_param({key!r}, shape, initializer) in build "
                    "makes one."
                )

    def _check_dX(self, dX: Array) -> None:
        shape, who = self.layer.shapes["X"] if self.ours else self._X_shape, f"{self.kind}.backward"
        if shape is None:
            raise NotReadyError(f"{who} needs a forward pass first.")
        check_numbers(f"{who}: its result dX", dX)
        check_shape(f"{who}: its result dX", dX, shape, "It is the shape of X.")

    @contextmanager
    def without_input_gradient(self) -> Iterator[None]:
        """Tell a layer of ours that nobody reads the dX of its backward."""
        if self.ours:
            self.layer.input_gradient = False
        try:
            yield
        finally:
            if self.ours:
                self.layer.input_gradient = True

    def output_shape(self, X: Array) -> Shape:
        """The shape of a sample after the layer, for an empty batch X; layers of ours keep their state."""
        if not self.ours:
            return tuple(self._forward(X).shape[1:])
        with self.layer.undisturbed():
            return tuple(self.forward(X).shape[1:])

    def params(self) -> Any:
        """The parameters by name; nothing for an object that has none."""
        return self.layer.params if self.ours else getattr(self.layer, "params", None) or {}

    def gives_probabilities(self) -> bool:
        """Whether a layer of ours ends with softmax or sigmoid."""
        own = vars(self.layer) if self.ours else {}
        if isinstance(step := own.get("step"), Step):  # of each step of a sequence
            return step.gives_probabilities()
        functions = (own.get(key) for key in ("function", "activation"))
        return any(isinstance(each, Function) and gives_probabilities(each) for each in functions)

    def settled_params(self) -> Iterator[Array]:
        """Parameters that have moved to where the data are."""
        if self.ours and self.layer.settled:
            yield from self.layer.params.values()

    def buffers(self) -> Any:
        """What is kept with the parameters without being trained."""
        return self.layer.buffers if self.ours else {}

    def weights(self) -> list[Array]:
        """Parameters and buffers, in Keras's order."""
        return [values[key] for values, key in self._places()]

    def _places(self) -> list[tuple[Any, str]]:
        return self.layer.places() if self.ours else [(self.params(), key) for key in self.params()]

    def check_weights(self, weights: list[Array]) -> None:
        """Refuse what cannot take the place of `weights()`."""
        expected = {key: values[key] for values, key in self._places()}
        try:
            check_weights(f"{self.kind}.set_weights", weights, expected)
        except RefoldError as error:
            self.place(error)
            raise

    def set_weights(self, weights: list[Array]) -> None:
        """Replace parameters and buffers, in the order of `weights()`."""
        if self.ours:
            self.layer.set_weights(weights)
            return
        for (params, key), weight in zip(self._places(), weights, strict=True):
            P = params[key]
            params[key] = asarray(to_numpy(weight).copy(), dtype_name(P), like=P)

    def trained(self) -> Any:
        """The parameters that training changes: none of a layer whose `trainable` is False."""
        return self.layer.trained() if self.ours else self.params()

    def gradients(self) -> dict[str, Array]:
        """The gradient of every parameter that is trained, by the parameter's name."""
        return self.gradients_of(self.trained())

    def gradients_of(self, params: Any) -> dict[str, Array]:
        """The gradients of these parameters, by name.

        Raises NotReadyError where one is missing, and where one is not like its parameter ShapeError,
        DTypeError or ArrayError.
        """
        grads, found = self.layer.grads if params else {}, {}
        for key in params:
            if key not in grads:
                what = f"{self.kind}.compute_gradients must put the gradient of {key!r} into grads."
                raise self.place(NotReadyError(what))
            G, P = grads[key], params[key]
            found[key] = G if alike(G, P) else self._gradient(key, G, P)
        return found

    def _gradient(self, key: str, G: Any, P: Any) -> Any:
        """G, once checked; an array, where it is a single number and P an array."""
        then = "Work it out with namespace(X), the functions of the library of X."
        try:
            check_alike(f"{self.kind}.compute_gradients: grads[{key!r}]", G, P, key, then)
        except RefoldError as error:
            self.place(error)
            raise
        return asarray(G, dtype_name(P), like=P) if kind(G) == "nothing" != kind(P) else G

    def train(self, optimizer: Any) -> None:
        """Let every parameter that is trained take its step."""
        params = self.params()
        trained = self.layer.trained() if self.ours else params
        for key, G in self.gradients_of(trained).items():
            params[key] += optimizer.change(f"{self.name}/{key}", params[key], G)


def _is_refold_s(layer: Layer) -> bool:
    return type(layer).__module__.startswith("refold.")


def _check_stages(layer: Any, kind: str) -> None:
    refuse_class("layer", layer)
    missing = [stage for stage in STAGES if not callable(getattr(layer, stage, None))]
    if missing:
        raise WrongValueError(
            f"{kind} is no layer: it has no {', '.join(missing)}. A layer has {', '.join(STAGES)}."
        )


def _free_name(layer: Any, kind: str, taken: list[str]) -> str:
    """The layer's own name, else its class's in Keras's way: dense, dense_1, re_lu."""
    given = layer.name if isinstance(layer, Layer) else getattr(layer, "name", None)
    if type(given) is str and given:
        if given in taken:
            raise WrongValueError(f"Sequential.add: two layers are called {given!r}. Give one another name.")
        return given
    snake = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", kind)
    snake = re.sub(r"([a-z])([A-Z])", r"\1_\2", snake).lower()
    number, name = 0, snake
    while name in taken:
        number += 1
        name = f"{snake}_{number}"
    return name
