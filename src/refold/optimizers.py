"""Optimizers: how a parameter follows its gradient downhill."""

import math
from abc import ABC, abstractmethod
from numbers import Real
from typing import Any

from .backend import Array, asarray, home, namespace
from .errors import WrongValueError, look_up


class Optimizer(ABC):
    """Keeps what it remembers of each parameter in `state`, by the parameter's key.

    A subclass writes `change(key, P, G)`: what to add to parameter P, given its gradient G.
    """

    def __init__(self, learning_rate: float = 0.01) -> None:
        self.learning_rate = _check_range(type(self), "learning_rate", learning_rate, 0.0, math.inf)
        self.steps = 0
        self.state: dict[str, dict[str, Array]] = {}

    def start_step(self) -> None:
        """Count one more step, before the parameters of that step change."""
        self.steps += 1

    @abstractmethod
    def change(self, key: str, P: Array, G: Array) -> Array:
        """What to add to P."""

    def remember(self, key: str, P: Array, *names: str) -> dict[str, Array]:
        """What is remembered of a parameter, where P is: zeros like P under each name at first."""
        memory = self.state.setdefault(key, {})
        for name in names:
            value = memory.get(name)
            if value is None:
                memory[name] = namespace(P).zeros_like(P)
            elif home(value) != home(P):  # it was loaded from a file
                memory[name] = asarray(value, like=P)
            elif value.shape != P.shape:
                raise WrongValueError(
                    f"{type(self).__name__}: it remembers {key!r} with shape {tuple(value.shape)}, it is now "
                    f"{tuple(P.shape)}. An optimizer serves one model: take a new one."
                )
        return memory

    @property
    def config(self) -> dict[str, Any]:
        """The constructor's arguments by name."""
        return {key: value for key, value in vars(self).items() if key not in ("steps", "state")}

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in self.config.items())})"


class SGD(Optimizer):
    """V <- momentum V - learning_rate G; P <- P + V. With `nesterov`, P <- P + momentum V - learning_rate G.

    Source: Sutskever et al. 2013, (1) to (4), in Keras's form.
    """

    def __init__(self, learning_rate: float = 0.01, momentum: float = 0.0, nesterov: bool = False) -> None:
        super().__init__(learning_rate)
        self.momentum = _check_range(SGD, "momentum", momentum, 0.0, 1.0, low_allowed=True)
        self.nesterov = nesterov

    def change(self, key: str, P: Array, G: Array) -> Array:
        step = -self.learning_rate * G
        if not self.momentum:
            return step
        memory = self.remember(key, P, "V")
        V = memory["V"] = self.momentum * memory["V"] + step
        return self.momentum * V + step if self.nesterov else V


class Adam(Optimizer):
    """M <- b1 M + (1 - b1) G; V <- b2 V + (1 - b2) G^2; P <- P - a M / (sqrt(V) + epsilon).

    a = learning_rate sqrt(1 - b2^t) / (1 - b1^t) makes up for M and V starting at 0, at step t.

    Source: Kingma & Ba 2015, algorithm 1 in the form of the end of its section 2.
    """

    def __init__(
        self, learning_rate: float = 0.001, beta_1: float = 0.9, beta_2: float = 0.999, epsilon: float = 1e-7
    ) -> None:
        super().__init__(learning_rate)
        self.beta_1 = _check_range(Adam, "beta_1", beta_1, 0.0, 1.0, low_allowed=True)
        self.beta_2 = _check_range(Adam, "beta_2", beta_2, 0.0, 1.0, low_allowed=True)
        self.epsilon = _check_range(Adam, "epsilon", epsilon, 0.0, math.inf)

    def change(self, key: str, P: Array, G: Array) -> Array:
        memory = self.remember(key, P, "M", "V")
        M, V = memory["M"], memory["V"]
        M += (G - M) * (1.0 - self.beta_1)
        V += (G * G - V) * (1.0 - self.beta_2)
        rate = self.learning_rate * math.sqrt(1.0 - self.beta_2**self.steps) / (1.0 - self.beta_1**self.steps)
        return M * -rate / (namespace(P).sqrt(V) + self.epsilon)


def _check_range(
    owner: type, key: str, value: float, low: float, high: float, low_allowed: bool = False
) -> float:
    number = isinstance(value, Real) and not isinstance(value, bool)
    if not number or not (low < value < high or (low_allowed and value == low)):
        between = f"of at least {low:g}" if low_allowed else f"above {low:g}"
        below = "" if high == math.inf else f" and below {high:g}"
        raise WrongValueError(f"{owner.__name__}: {key} must be a number {between}{below}, got {value!r}.")
    return float(value)


OPTIMIZERS: dict[str, type[Optimizer]] = {"sgd": SGD, "adam": Adam}


def find(optimizer: Any) -> Optimizer:
    """An optimizer by name (in any case), class or object. Raises UnknownNameError."""
    if isinstance(optimizer, type) and issubclass(optimizer, Optimizer):
        return optimizer()
    if isinstance(optimizer, Optimizer):
        return optimizer
    name = optimizer.lower() if isinstance(optimizer, str) else optimizer
    return look_up("optimizer", name, OPTIMIZERS)()
