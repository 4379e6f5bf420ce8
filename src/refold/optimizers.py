"""Optimizers: how a parameter follows its gradient downhill."""

import math
from typing import Any

from .absent import refusing
from .backend import Array, namespace
from .checked import Checked
from .errors import NotReadyError, check_flag, check_number, look_up
from .optimizer import Optimizer
from .schedules import Schedule

__getattr__ = refusing(__name__)


class SGD(Optimizer):
    """V <- momentum V - rate G; P <- P + V. With `nesterov`, P <- P + momentum V - rate G.

    Source: Sutskever et al. 2013, (1) to (4), in Keras's form.
    """

    momentum = Checked(check_number, least=0.0, below=1.0)
    nesterov = Checked(check_flag)

    def __init__(
        self,
        learning_rate: float | Schedule = 0.01,
        momentum: float = 0.0,
        nesterov: bool = False,
        **options: Any,
    ) -> None:
        super().__init__(learning_rate, **options)
        self.momentum, self.nesterov = momentum, nesterov

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

    rho = Checked(check_number, least=0.0, below=1.0)
    momentum = Checked(check_number, least=0.0, below=1.0)
    epsilon = Checked(check_number, above=0.0)
    centered = Checked(check_flag)

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
        self.rho, self.momentum, self.epsilon, self.centered = rho, momentum, epsilon, centered

    def follow(self, key: str, P: Array, G: Array) -> Array:
        names = ("V", *["M"] * bool(self.centered), *["S"] * bool(self.momentum))
        memory = self.remember(key, P, *names)
        V = memory["V"] = self.rho * memory["V"] + (1.0 - self.rho) * (G * G)
        if self.centered:
            M = memory["M"] = self.rho * memory["M"] + (1.0 - self.rho) * G
            V = namespace(P).maximum(V - M * M, 0.0)  # of two nearly equal, rounding leaves less than 0
        step = self.rate * G / namespace(P).sqrt(V + self.epsilon)
        if self.momentum:
            step = memory["S"] = self.momentum * memory["S"] + step
        return -step


class Adagrad(Optimizer):
    """V <- V + G^2, from `initial_accumulator_value` on; P <- P - rate G / sqrt(V + epsilon).

    Nothing of V is ever forgotten, so that steps only become shorter.

    Source: Duchi, Hazan & Singer 2011, Adaptive subgradient methods, in Keras's form.
    """

    initial_accumulator_value = Checked(check_number, least=0.0)
    epsilon = Checked(check_number, above=0.0)

    def __init__(
        self,
        learning_rate: float | Schedule = 0.001,
        initial_accumulator_value: float = 0.1,
        epsilon: float = 1e-7,
        **options: Any,
    ) -> None:
        super().__init__(learning_rate, **options)
        self.initial_accumulator_value, self.epsilon = initial_accumulator_value, epsilon

    def follow(self, key: str, P: Array, G: Array) -> Array:
        memory = self.remember(key, P, "V")  # without the initial value
        V = memory["V"] = memory["V"] + G * G
        return -self.rate * G / namespace(P).sqrt(self.initial_accumulator_value + V + self.epsilon)


class Adam(Optimizer):
    """M <- b1 M + (1 - b1) G; V <- b2 V + (1 - b2) G^2; P <- P - a M / (sqrt(V) + epsilon).

    a = rate sqrt(1 - b2^t) / (1 - b1^t) makes up for M and V starting at 0, at step t. With `amsgrad` the
    largest V so far, kept as U, stands for V, so that steps never grow again (Reddi et al. 2018).

    Source: Kingma & Ba 2015, algorithm 1 in the form of the end of its section 2.
    """

    beta_1 = Checked(check_number, least=0.0, below=1.0)
    beta_2 = Checked(check_number, least=0.0, below=1.0)
    epsilon = Checked(check_number, above=0.0)
    amsgrad = Checked(check_flag)

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
        self.beta_1, self.beta_2, self.epsilon, self.amsgrad = beta_1, beta_2, epsilon, amsgrad

    def follow(self, key: str, P: Array, G: Array) -> Array:
        if not self.steps:
            raise NotReadyError(
                f"{type(self).__name__}: its first step has not begun. Call start_step() before."
            )
        xp, memory = namespace(P), self.remember(key, P, "M", "V", *["U"] * bool(self.amsgrad))
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


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "adagrad": Adagrad,
    "adam": Adam,
    "adamw": AdamW,
    "rmsprop": RMSprop,
    "sgd": SGD,
}


def find(optimizer: Any) -> Optimizer:
    """An optimizer by name (in any case), class or object. Raises UnknownNameError or NotReadyError."""
    if isinstance(optimizer, type) and issubclass(optimizer, Optimizer):
        return optimizer()
    if isinstance(optimizer, Optimizer):
        if not hasattr(optimizer, "state"):
            who = f"{type(optimizer).__name__}.__init__"
            raise NotReadyError(f"{who} must call super().__init__(learning_rate, **options).")
        return optimizer
    name = optimizer.lower() if isinstance(optimizer, str) else optimizer
    return look_up("optimizer", name, OPTIMIZERS)()
