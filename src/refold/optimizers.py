"""Optimizers: how a parameter follows its gradient downhill."""

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any

from .backend import Array, asarray, home, namespace
from .clipping import clip_by_norm, clip_by_value, shrinkage
from .errors import NotReadyError, WrongValueError, check_number, look_up, refuse_arguments, refuse_class
from .schedules import Schedule


class Optimizer(ABC):
    """Keeps what it remembers of each parameter in `state`, by the parameter's key.

    A subclass writes `follow(key, P, G)`: what to add to parameter P, given its gradient G, at the learning
    rate `rate` of this step. Around it, in Keras's order:

    - `learning_rate` is a number, or a schedule: a function of the number of steps before (see schedules.py);
    - gradients are clipped: each array of them to the length `clipnorm`, or all arrays together to the length
      `global_clipnorm`, or each element to +-`clipvalue` (see clipping.py);
    - `weight_decay` takes rate weight_decay P off P, beside what the gradient does.
    """

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
        refuse_arguments(type(self), unknown)
        refuse_class(f"{type(self).__name__}: learning_rate", learning_rate)
        self.learning_rate = learning_rate if callable(learning_rate) else self._rate(learning_rate)
        self.weight_decay = self._check("weight_decay", weight_decay, least=0.0)
        self.clipnorm = self._check("clipnorm", clipnorm, above=0.0)
        self.clipvalue = self._check("clipvalue", clipvalue, above=0.0)
        self.global_clipnorm = self._check("global_clipnorm", global_clipnorm, above=0.0)
        given = [
            key for key in ("clipnorm", "clipvalue", "global_clipnorm") if getattr(self, key) is not None
        ]
        if len(given) > 1:
            raise WrongValueError(f"{type(self).__name__}: {' and '.join(given)} were given, choose one.")
        self.steps = 0
        self.state: dict[str, dict[str, Array]] = {}
        self._scale: Any = None  # what global_clipnorm makes of this step's gradients

    @property
    def rate(self) -> float:
        """The learning rate of the step that is being taken."""
        if callable(self.learning_rate):
            return self._rate(self.learning_rate(max(0, self.steps - 1)), least=0.0)
        return self.learning_rate

    def start_step(self, gradients: Iterable[Array] = ()) -> None:
        """Count one more step, before the parameters of that step change; `gradients` are those of all."""
        self.steps += 1
        if self.global_clipnorm is not None:
            self._scale = shrinkage(list(gradients), self.global_clipnorm)

    def change(self, key: str, P: Array, G: Array) -> Array:
        """What to add to P, given its gradient G."""
        step = self.follow(key, P, self._clipped(G))
        return step - (self.rate * self.weight_decay) * P if self.weight_decay else step

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
        return G * namespace(G).asarray(self._scale, dtype=G.dtype)

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

    def _rate(self, value: Any, **bounds: float) -> float:
        return check_number(f"{type(self).__name__}: learning_rate", value, **bounds or {"above": 0.0})

    def _check(self, key: str, value: float | None, **bounds: float) -> float | None:
        return None if value is None else check_number(f"{type(self).__name__}: {key}", value, **bounds)

    @property
    def config(self) -> dict[str, Any]:
        """The constructor's arguments by name."""
        return {key: value for key, value in vars(self).items() if key not in ("steps", "state", "_scale")}

    def __repr__(self) -> str:
        given = {key: value for key, value in self.config.items() if value is not None}
        return f"{type(self).__name__}({', '.join(f'{key}={value!r}' for key, value in given.items())})"


class SGD(Optimizer):
    """V <- momentum V - rate G; P <- P + V. With `nesterov`, P <- P + momentum V - rate G.

    Source: Sutskever et al. 2013, (1) to (4), in Keras's form.
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(learning_rate, **options)
        self.momentum = check_number("SGD: momentum", momentum, least=0.0, below=1.0)
        self.nesterov = nesterov

    def follow(self, key: str, P: Array, G: Array) -> Array:
        step = -self.rate * G
        if not self.momentum:
            return step
        memory = self.remember(key, P, "V")
        V = memory["V"] = self.momentum * memory["V"] + step
        return self.momentum * V + step if self.nesterov else V


class RMSprop(Optimizer):
    """V <- rho V + (1 - rho) G^2; P <- P - rate G / sqrt(V + epsilon).

    With `centered`, M <- rho M + (1 - rho) G, and V - M^2, the variance, stands for V under the root.
    With `momentum`, S <- momentum S + rate G / sqrt(V + epsilon); P <- P - S.

    Source: Tieleman & Hinton 2012, lecture 6.5; centered: Graves 2013, (38) to (45); in Keras's form.
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        rho: float = 0.9,
        momentum: float = 0.0,
        epsilon: float = 1e-7,
        centered: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(learning_rate, **options)
        self.rho = check_number("RMSprop: rho", rho, least=0.0, below=1.0)
        self.momentum = check_number("RMSprop: momentum", momentum, least=0.0, below=1.0)
        self.epsilon = check_number("RMSprop: epsilon", epsilon, above=0.0)
        self.centered = centered

    def follow(self, key: str, P: Array, G: Array) -> Array:
        names = ("V", *["M"] * self.centered, *["S"] * bool(self.momentum))
        memory = self.remember(key, P, *names)
        V = memory["V"] = self.rho * memory["V"] + (1.0 - self.rho) * (G * G)
        if self.centered:
            M = memory["M"] = self.rho * memory["M"] + (1.0 - self.rho) * G
            V = namespace(P).maximum(V - M * M, 0.0)  # of two nearly equal, rounding leaves less than 0
        step = self.rate * G / namespace(P).sqrt(V + self.epsilon)
        if self.momentum:
            step = memory["S"] = self.momentum * memory["S"] + step
        return -step


class Adam(Optimizer):
    """M <- b1 M + (1 - b1) G; V <- b2 V + (1 - b2) G^2; P <- P - a M / (sqrt(V) + epsilon).

    a = rate sqrt(1 - b2^t) / (1 - b1^t) makes up for M and V starting at 0, at step t. With `amsgrad` the
    largest V so far, kept as U, stands for V, so that steps never grow again (Reddi et al. 2018).

    Source: Kingma & Ba 2015, algorithm 1 in the form of the end of its section 2.
    """

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-7,
        amsgrad: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(learning_rate, **options)
        who = type(self).__name__
        self.beta_1 = check_number(f"{who}: beta_1", beta_1, least=0.0, below=1.0)
        self.beta_2 = check_number(f"{who}: beta_2", beta_2, least=0.0, below=1.0)
        self.epsilon = check_number(f"{who}: epsilon", epsilon, above=0.0)
        self.amsgrad = amsgrad

    def follow(self, key: str, P: Array, G: Array) -> Array:
        xp, memory = namespace(P), self.remember(key, P, "M", "V", *["U"] * self.amsgrad)
        M, V = memory["M"], memory["V"]
        M += (G - M) * (1.0 - self.beta_1)
        V += (G * G - V) * (1.0 - self.beta_2)
        if self.amsgrad:
            V = memory["U"] = xp.maximum(memory["U"], V)
        a = self.rate * math.sqrt(1.0 - self.beta_2**self.steps) / (1.0 - self.beta_1**self.steps)
        return M * -a / (xp.sqrt(V) + self.epsilon)


class AdamW(Adam):
    """Adam, with a weight decay of its own beside the gradient: P <- P - rate weight_decay P.

    Source: Loshchilov & Hutter 2019, Decoupled weight decay regularization, algorithm 2.
    """

    def __init__(
        self, learning_rate: float | Schedule = 0.001, weight_decay: float = 0.004, **options: Any
    ) -> None:
        super().__init__(learning_rate, weight_decay=weight_decay, **options)


OPTIMIZERS: dict[str, type[Optimizer]] = {"adam": Adam, "adamw": AdamW, "rmsprop": RMSprop, "sgd": SGD}


def find(optimizer: Any) -> Optimizer:
    """An optimizer by name (in any case), class or object. Raises UnknownNameError."""
    if isinstance(optimizer, type) and issubclass(optimizer, Optimizer):
        return optimizer()
    if isinstance(optimizer, Optimizer):
        return optimizer
    name = optimizer.lower() if isinstance(optimizer, str) else optimizer
    return look_up("optimizer", name, OPTIMIZERS)()
