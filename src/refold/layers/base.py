"""What every layer shares: its state, its parameters, and the checks around its four stages."""

import functools
from abc import ABC, abstractmethod
from collections.abc import Iterator, MutableMapping, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar

from ..absent import naming
from ..backend import (
    Array,
    OpenShape,
    Shape,
    asarray,
    empty_batch,
    home,
    in_words,
    kind,
    namespace,
    to_numpy,
)
from ..checked import Checked
from ..dtypes import dtype_name
from ..errors import (
    ArrayError,
    NotReadyError,
    UnknownNameError,
    WrongValueError,
    check_flag,
    look_up,
    refuse_arguments,
    refuse_call,
)
from ..initializers import Initializer
from ..instead import OF_A_CALL, OF_A_LAYER, OF_LAYERS
from ..seeds import Seed, generator
from .arguments import Argument, as_given, checked_init, keep_arguments
from .params import OfLayer, Params, State, draw, move
from .stages import CHECKS, check_input_shape, check_weights, require_backward

DTYPES = {"float32": "float32", "float64": "float64"}


@naming(OF_A_LAYER)
class Layer(ABC):
    """A step of a model: X (m, ...) -> A (m, ...), and dA back to dX.

    A subclass writes the four stages, in the order in which they run:

    - `compute_shapes(X)` fills `dims` and `shapes` (at least "X" and "A"), before any arithmetic, from the
      shape of X alone: while that stays, it is not run again;
    - `forward(X)` starts with `compute_shapes(X)`, returns A, keeps in `cache` what backward reads;
    - `backward(dA)` returns dX, of the shape of X (dA means dL/dA);
    - `compute_gradients()` fills `grads` from the caches; a layer without parameters leaves it out.

    Around them Layer refuses what cannot work (no array, no numbers, a stage too early, another library than
    that of the parameters) and calls `build(X)` once, after the first compute_shapes. `X` and `dA` reach a
    stage in the dtype that the layer computes in: that of its parameters, which is that of the first X;
    without parameters, that of X. Whole numbers take float32. `dtype` overrules both.

    `params` are trained, `buffers` are kept with them but not trained, `grads` has the keys of `params`.
    `training` is True while a model is being fitted. With `trainable` False the parameters stay as they are;
    `frozen` is True inside a block whose parameters stay.
    """

    #: False in a layer that only moves elements, and so leaves their dtype alone.
    computes: ClassVar[bool] = True
    #: The dtype of the empty batch that measures shapes: "int64" in a layer that takes indices.
    input_dtype: ClassVar[str] = "float64"
    #: Whether forward takes `mask` beside X: True (m, steps) where a step counts.
    takes_mask: ClassVar[bool] = False
    #: Whether a mask of X is one of A too, as where every step is mapped by itself.
    supports_masking: ClassVar[bool] = False
    #: (constructor arguments, shape of X), for the tests that every layer must pass.
    examples: ClassVar[Sequence[tuple[dict[str, Any], Shape]]] = ()

    input_shape, name = Argument("input_shape"), Argument("name")
    dtype, seed = Argument("dtype"), Argument("seed")
    trainable = Checked(check_flag)
    training = Checked(check_flag)
    params: MutableMapping[str, Array] = OfLayer()  # pyright: ignore[reportAssignmentType]
    buffers: MutableMapping[str, Array] = OfLayer()  # pyright: ignore[reportAssignmentType]
    dims, shapes, cache = State(), State(), State()
    frozen: bool = False
    #: False while a model is trained and nobody reads this layer's dX: backward may then return None.
    input_gradient: bool = True
    _arguments: tuple[tuple[Any, ...], dict[str, Any]]  # of the constructor

    def __new__(cls, *args: Any, **options: Any):
        refuse_call(cls, args, options, OF_LAYERS)
        layer = super().__new__(cls)
        layer._arguments = (args, options)
        return layer

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for stage, checked in CHECKS.items():
            if stage in vars(cls):
                setattr(cls, stage, checked(vars(cls)[stage]))
        if "__init__" in vars(cls) and cls.__module__.startswith("refold."):
            keep_arguments(cls)

    @checked_init
    def __init__(
        self,
        *,
        input_shape: OpenShape | None = None,
        name: str | None = None,
        dtype: str | None = None,
        seed: Seed = None,
        trainable: bool = True,
        **unknown: Any,
    ) -> None:
        """`input_shape` leaves out the batch axis (None in it: a length that varies); `name` shows in tables;
        `seed` draws the parameters; `trainable` may also be set later."""
        refuse_arguments(type(self), unknown, OF_LAYERS)
        self.input_shape = check_input_shape(type(self).__name__, input_shape)
        if name is not None and not isinstance(name, str):
            raise WrongValueError(f"{type(self).__name__}: name must be text or None, got {name!r}.")
        self.name = name
        self.dtype = None if dtype is None else look_up("dtype to compute in", dtype, DTYPES)
        self.seed = seed
        self.trainable, self.training = trainable, False
        self.dims = {}
        self.shapes = {}
        self.cache = {}
        self.params = Params(type(self).__name__, "params")
        self.grads: dict[str, Array] = {}
        self.buffers = Params(type(self).__name__, "buffers")
        self.built = False
        self.settled = False  # once the parameters have moved to where the first X is, in its dtype
        self.param_dtype: Any = None  # of the parameters, once settled
        self.home: Any = None  # of the parameters once settled, else of the last X
        self.reached = 0  # 1 once forward has run, 2 once backward has
        self.forget_known()

    @functools.cached_property
    def rng(self) -> Any:
        """The layer's own source of random numbers, on the host."""
        return generator(self.seed, type(self).__name__)

    @property
    def config(self) -> dict[str, Any]:
        """The constructor's arguments by name: what `save` writes down and `load` calls again."""
        config = as_given(self, *self._arguments)
        config.pop("trainable", None)
        return config if self.trainable else config | {"trainable": False}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in self.config.items())})"

    def check_open_shape(self, shape: OpenShape) -> None:  # noqa: B027
        """Refuse the shape of a sample where the layer must know a length that is None: it varies."""

    def build(self, X: Array) -> None:  # noqa: B027
        """Make the parameters for inputs like X with `add_param`; left out by a layer without any."""

    def add_param(self, key: str, shape: Shape, initializer: str | Initializer) -> None:
        """A trained parameter, drawn in float64; it takes the dtype of the first input when that comes."""
        draw(self, "params", key, shape, initializer)

    def add_buffer(self, key: str, shape: Shape, initializer: str | Initializer) -> None:
        """A value kept with the weights but not trained, such as a moving mean; in 32 bits at least."""
        draw(self, "buffers", key, shape, initializer)

    def ensure_built(self, X: Array = None) -> None:
        """Build from X, or from `input_shape` where there is no X yet."""
        if self.built:
            return
        if X is None:
            if self.input_shape is None:
                raise NotReadyError(
                    f"{type(self).__name__} has no parameters yet: it does not know the shape of its input. "
                    "Call forward(X) once, or give it input_shape=."
                )
            self.check_open_shape(self.input_shape)
            X = empty_batch(self.input_shape, self.input_dtype)
        self.compute_shapes(X)
        self.build(X)
        self.built = True
        for values in (self.params, self.buffers):
            if isinstance(values, Params):
                values.complete = True

    def ensure_home(self, X: Array) -> None:
        """Build if need be; move the parameters to a first X, refuse a later X that lives elsewhere."""
        self.ensure_built(X)
        where = home(X)
        if self.settled:
            if where != self.home:
                raise ArrayError(
                    f"{type(self).__name__}.forward: X is {in_words(where)}, but the parameters are "
                    f"{in_words(self.home)}. Move X with refold.asarray(X, like=...), or use a new layer."
                )
            return
        self.home = where
        if not self.params and not self.buffers:
            return
        dtype = self.dtype or (dtype_name(X) if kind(X) == "float" else "float32")
        move(self.params, dtype, X)
        half = dtype in ("float16", "bfloat16")  # too few bits for what a moving mean gains at a time
        move(self.buffers, "float32" if half else dtype, X)
        of_all = {} if half else self.buffers
        self.param_dtype = next((value.dtype for value in (*of_all.values(), *self.params.values())), None)
        self.settled = True

    def as_computed(self, X: Array) -> Array:
        """X in the dtype that the layer computes in."""
        if not self.computes:
            return X
        if self.param_dtype is not None:
            return namespace(X).astype(X, self.param_dtype, copy=False)
        if self.dtype is None and kind(X) == "float":
            return X
        return asarray(X, self.dtype or "float32", like=X)

    def forget_known(self) -> None:
        """Check anew the next X and dA (see stages.py)."""
        self.known_shape: Shape | None = None  # of the X that dims and shapes are of
        self.known_X: Any = ()  # how the last X looked that passed the checks as it was,
        self.known_dA: Any = ()  # and the last dA

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """What happens inside leaves no trace, but for parameters that were made: for measuring shapes."""
        kept = {key: getattr(self, key) for key in ("reached", "settled", "home", "param_dtype")}
        kept |= {key: dict(getattr(self, key)) for key in ("dims", "shapes", "cache")}
        try:
            yield
        finally:
            vars(self).update(kept)
            self.forget_known()

    def trained(self) -> MutableMapping[str, Array]:
        """The parameters that training changes."""
        return self.params if self.trainable else {}

    def places(self) -> list[tuple[MutableMapping[str, Array], str]]:
        """Where each weight is, in Keras's order."""
        return [(values, key) for values in (self.params, self.buffers) for key in values]

    def get_weights(self) -> list[Array]:
        """Copies of parameters, then buffers, as NumPy arrays in Keras's order."""
        self.ensure_built()
        return [to_numpy(values[key]).copy() for values, key in self.places()]

    def count_params(self) -> int:
        """How many numbers the parameters and buffers hold."""
        return sum(weight.size for weight in self.get_weights())

    def set_weights(self, weights: Sequence[Array]) -> None:
        """Put copies of `weights`, ordered as `get_weights` gives them, into parameters and buffers.

        Raises ShapeError where their number or a shape differs; then nothing has changed.
        """
        self.ensure_built()
        who = f"{type(self).__name__}.set_weights"
        places = self.places()
        check_weights(who, weights, {key: values[key] for values, key in places})
        for (values, key), weight in zip(places, weights, strict=True):
            value = to_numpy(weight).copy()
            like = values[key]
            values[key] = asarray(value, dtype_name(like), like=like) if self.settled else value

    def __call__(
        self, X: Array = None, mask: Array | None = None, *, training: bool | None = None, **unknown: Any
    ) -> Array:
        """The same as `forward`; `training`, as in Keras, is for this pass only."""
        for key in unknown:
            then = OF_A_CALL.get(key, "All else is said when the layer is made.")
            raise UnknownNameError(
                f"{type(self).__name__} was called with {key!r}: a call takes X, mask and training. {then}"
            )
        masks, was = () if mask is None else (mask,), self.training
        self.training = was if training is None else training
        try:
            return self.forward(X, *masks)
        finally:
            self.training = was

    @abstractmethod
    def compute_shapes(self, X: Array) -> None:
        """Fill `dims` and `shapes`."""

    @abstractmethod
    def forward(self, X: Array) -> Array:
        """X -> A."""

    @abstractmethod
    def backward(self, dA: Array) -> Array:
        """dA -> dX."""

    def compute_mask(self, X: Array, mask: Array | None) -> Array | None:
        """The mask of A, given that of X: which steps the layers that follow should count. None: all."""
        return mask if self.supports_masking else None

    def compute_gradients(self) -> None:
        """Fill `grads` from the caches; nothing to do without parameters."""
        require_backward(self)
