"""Schedules: the learning rate as a function of the number of steps taken so far.

    optimizer = Adam(CosineDecay(0.01, decay_steps=1000))

Any function of the step (0 at the first) that gives a number will do; only these can be saved with a model.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from .absent import refusing
from .errors import check_flag, check_number, check_whole, look_up

__getattr__ = refusing(__name__)
Schedule = Callable[[int], float]


@dataclass(frozen=True)
class ConstantRate:
    """Always `learning_rate`."""

    learning_rate: float

    def __post_init__(self) -> None:
        _check(self, "learning_rate", above=0.0)

    def __call__(self, step: int) -> float:
        return self.learning_rate


@dataclass(frozen=True)
class ExponentialDecay:
    """initial_learning_rate decay_rate^(step / decay_steps); whole powers with `staircase`. As in Keras."""

    initial_learning_rate: float
    decay_steps: int
    decay_rate: float
    staircase: bool = False

    def __post_init__(self) -> None:
        _check(self, "initial_learning_rate", "decay_rate", above=0.0)
        _check_steps(self, "decay_steps")
        check_flag("ExponentialDecay: staircase", self.staircase)

    def __call__(self, step: int) -> float:
        power = step // self.decay_steps if self.staircase else step / self.decay_steps
        return self.initial_learning_rate * self.decay_rate**power


@dataclass(frozen=True)
class LinearDecay:
    """On a line from initial_learning_rate to end_learning_rate in `decay_steps`, and constant from there.

    Keras's PolynomialDecay with power 1.
    """

    initial_learning_rate: float
    decay_steps: int
    end_learning_rate: float = 0.0001

    def __post_init__(self) -> None:
        _check(self, "initial_learning_rate", above=0.0)
        _check(self, "end_learning_rate", least=0.0)
        _check_steps(self, "decay_steps")

    def __call__(self, step: int) -> float:
        left = 1.0 - min(step, self.decay_steps) / self.decay_steps
        return (self.initial_learning_rate - self.end_learning_rate) * left + self.end_learning_rate


@dataclass(frozen=True)
class CosineDecay:
    """From initial_learning_rate to alpha times it along half a cosine, in `decay_steps`. As in Keras.

    With `warmup_target` it first rises on a line from initial_learning_rate to there in `warmup_steps`, and
    the cosine falls from there. Source: Loshchilov & Hutter 2017, SGDR, (5).
    """

    initial_learning_rate: float
    decay_steps: int
    alpha: float = 0.0
    warmup_target: float | None = None
    warmup_steps: int = 0

    def __post_init__(self) -> None:
        _check(self, "initial_learning_rate", "alpha", least=0.0)
        if self.warmup_target is not None:
            _check(self, "warmup_target", above=0.0)
        _check_steps(self, "decay_steps")
        _check_steps(self, "warmup_steps", least=0)

    def __call__(self, step: int) -> float:
        top = self.initial_learning_rate
        if self.warmup_target is not None:
            if step < self.warmup_steps:
                return top + (self.warmup_target - top) * step / self.warmup_steps
            top, step = self.warmup_target, step - self.warmup_steps
        fall = 0.5 * (1.0 + math.cos(math.pi * min(step, self.decay_steps) / self.decay_steps))
        return top * ((1.0 - self.alpha) * fall + self.alpha)


@dataclass(frozen=True)
class CyclicRate:
    """Up from base_learning_rate to max_learning_rate in `step_size` steps, down again in as many, and so on.

    `mode`: "triangular" keeps the height, "triangular2" halves it every cycle, "exp_range" shrinks it by
    gamma^step. As PyTorch's CyclicLR. Source: Smith 2017, Cyclical learning rates, section 3.1.
    """

    base_learning_rate: float
    max_learning_rate: float
    step_size: int = 2000
    mode: str = "triangular"
    gamma: float = 1.0

    def __post_init__(self) -> None:
        _check(self, "base_learning_rate", least=0.0)
        _check(self, "max_learning_rate", "gamma", above=0.0)
        _check_steps(self, "step_size")
        look_up("mode of CyclicRate", self.mode, dict.fromkeys(("triangular", "triangular2", "exp_range")))

    def __call__(self, step: int) -> float:
        cycle, within = divmod(step, 2 * self.step_size)
        height = 1.0 - abs(within / self.step_size - 1.0)  # 0 at both ends, 1 in the middle
        if self.mode == "triangular2":
            height *= 0.5**cycle
        elif self.mode == "exp_range":
            height *= self.gamma**step
        return self.base_learning_rate + (self.max_learning_rate - self.base_learning_rate) * height


def _check(schedule: object, *keys: str, **bounds: float) -> None:
    for key in keys:
        check_number(f"{type(schedule).__name__}: {key}", getattr(schedule, key), **bounds)


def _check_steps(schedule: object, key: str, least: int = 1) -> None:
    check_whole(f"{type(schedule).__name__}: {key}", getattr(schedule, key), least)


CLASSES = {
    made.__name__: made for made in (ConstantRate, ExponentialDecay, LinearDecay, CosineDecay, CyclicRate)
}
