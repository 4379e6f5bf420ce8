"""What every optimizer shares: the learning rate, clipping, weight decay, and what is remembered."""

from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from .absent import naming
from .alike import alike, check_alike
from .backend import Array, asarray, home, kind, namespace
from .checked import Checked
from .clipping import clip_by_norm, clip_by_value, shrinkage, shrunk
from .dtypes import dtype_name
from .errors import NotReadyError, WrongValueError, check_number, refuse_arguments, refuse_class
from .instead import OF_AN_OPTIMIZER, OF_OPTIMIZERS
from .rows import widened
from .schedules import Schedule


class Clipping(Checked):
    """One way to clip gradients, None or a number above 0; refused while there is another."""

    def __init__(self) -> None:
        super().__init__(check_number, optional=True, above=0.0)

    def __set__(self, instance: "Optimizer", value: Any) -> None:
        kinds = [key for key, kind in vars(Optimizer).items() if isinstance(kind, Clipping)]
        other = next((key for key in kinds if key != self.name and vars(instance).get(key) is not None), None)
        if other and value is not None:
            raise WrongValueError(
                f"{type(instance).__name__}: {other} and {self.name} were given, choose one. "
                f"{other} = None takes the first back."
            )
        super().__set__(instance, value)


@naming(OF_AN_OPTIMIZER)
class Optimizer(ABC):
    """Keeps what it remembers of each parameter in `state`, by the parameter's key.

    A subclass writes `follow(key, P, G)`: what to add to parameter P, given its gradient G, at the learning
    rate `rate` of this step. Around it, in Keras's order:

    - `learning_rate` is a number, or a schedule: a function of the number of steps before (see schedules.py);
    - gradients are clipped: each array of them to the length `clipnorm`, or all arrays together to the length
      `global_clipnorm`, or each element to +-`clipvalue` (see clipping.py);
    - `weight_decay` takes rate weight_decay P off P, beside what the gradient does.

    Parameters of 16 bits are followed, and remembered, in 32.
    """

    weight_decay = Checked(check_number, optional=True, least=0.0)
    clipnorm, clipvalue, global_clipnorm = Clipping(), Clipping(), Clipping()

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        *,
        weight_decay: float | None = None,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
        **unknown: Any,
    ) -> None:
        refuse_arguments(type(self), unknown, OF_OPTIMIZERS)
        self.learning_rate = (
            learning_rate if callable(learning_rate) else self._rate(learning_rate, above=0.0)
        )
        self.weight_decay = weight_decay
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.steps = 0
        self.state: dict[str, dict[str, Array]] = {}
        self._scale: Any = None  # what global_clipnorm makes of this step's gradients
        self._served: Any = None  # the mark of the model that it trains

    @property
    def learning_rate(self) -> float | Schedule:
        """A number or a schedule; it may be set between two steps."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float | Schedule) -> None:
        refuse_class(f"{type(self).__name__}: learning_rate", rate)
        self._learning_rate = rate if callable(rate) else self._rate(rate, least=0.0)

    @property
    def rate(self) -> float:
        """The learning rate of the step that is being taken."""
        if not callable(self._learning_rate):
            return self._learning_rate
        step = max(0, self.steps - 1)
        try:
            return self._rate(self._learning_rate(step), least=0.0)
        except Exception as error:
            error.add_note(f"This was {self._learning_rate!r}, called at step {step}.")
            raise

    def serve(self, mark: Any) -> None:
        """Train the model with this mark, from step 0 where that before was another.

        Raises WrongValueError where what is remembered is of another.
        """
        if self._served is not None and self._served is not mark:
            if self.steps and (self.state or callable(self._learning_rate)):
                raise self.of_another()
            self.steps = 0
        self._served = mark

    def of_another(self) -> WrongValueError:
        """What to raise where a second model would be trained, whose parameters have the same names."""
        return WrongValueError(
            f"{type(self).__name__}: it has trained another model, whose gradients and steps it remembers. "
            "An optimizer serves one model: take a new one."
        )

    def start_step(self, gradients: Iterable[Array] = ()) -> None:
        """Count one more step, before the parameters of that step change; `gradients` are those of all."""
        self.steps += 1
        if self.global_clipnorm is not None:
            self._scale = shrinkage(list(gradients), self.global_clipnorm)

    def change(self, key: str, P: Array, G: Array) -> Array:
        """What to add to P, given its gradient G."""
        # In 16 bits the square of a small gradient is 0, and Adam would divide by it.
        wide = widened(P) if kind(P) == "float" else P
        if wide is not P:
            G = asarray(G, "float32", like=P)
        step = self.follow(key, wide, self._clipped(G))
        if not alike(step, wide):
            who = f"{type(self).__name__}.follow: its result for {key!r}"
            check_alike(who, step, wide, key.rpartition("/")[2], "Work it out with namespace(P).")
        if self.weight_decay:
            step = step - (self.rate * self.weight_decay) * wide
        return step if wide is P else asarray(step, dtype_name(P), like=P)

    @abstractmethod
    def follow(self, key: str, P: Array, G: Array) -> Array:
        """What G adds to P."""

    def _clipped(self, G: Array) -> Array:
        if self.clipnorm is not None:
            return clip_by_norm(G, self.clipnorm)
        if self.clipvalue is not None:
            return clip_by_value(G, self.clipvalue)
        if self.global_clipnorm is None:
            return G
        if self._scale is None:
            raise NotReadyError(
                f"{type(self).__name__}: global_clipnorm needs all gradients at once: start_step(gradients)."
            )
        return shrunk(G, self._scale)

    def remember(self, key: str, P: Array, *names: str) -> dict[str, Array]:
        """What is remembered of a parameter, where P is: zeros like P under each name at first."""
        memory = self.state.setdefault(key, {})
        for name in names:
            value = memory.get(name)
            if value is None:
                memory[name] = namespace(P).zeros_like(P)
            elif value.shape != P.shape:
                raise WrongValueError(
                    f"{type(self).__name__}: it remembers {key!r} with shape {tuple(value.shape)}, it is now "
                    f"{tuple(P.shape)}. An optimizer serves one model: take a new one."
                )
            elif not P.shape or home(value) != home(P):  # NumPy's single number is no array; or from a file
                memory[name] = asarray(value, like=P)
        return memory

    def _rate(self, value: Any, **bounds: float) -> float:
        return check_number(f"{type(self).__name__}: learning_rate", value, **bounds)

    @property
    def config(self) -> dict[str, Any]:
        """The constructor's arguments by name."""
        own = ("steps", "state", "_learning_rate", "_scale", "_served")
        rest = {key: value for key, value in vars(self).items() if key not in own}
        return {"learning_rate": self.learning_rate, **rest}

    def __repr__(self) -> str:
        given = {key: value for key, value in self.config.items() if value is not None}
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in given.items())})"
