"""Callbacks: what is called between the epochs of `fit`."""

import math
from typing import Any

from .absent import refusing
from .checked import Checked
from .confusion import Score
from .errors import (
    UnknownNameError,
    WrongValueError,
    check_flag,
    check_number,
    check_row,
    check_whole,
    look_up,
    refuse_arguments,
    refuse_class,
    suggestion,
)
from .instead import OF_EARLY_STOPPING
from .losses import Loss
from .metrics import accuracy, binary_accuracy

__getattr__ = refusing(__name__)
HOOKS = ("on_train_begin", "on_epoch_begin", "on_epoch_end", "on_train_end")


class Callback:
    """Something that `fit` calls; a subclass writes those of these methods that it needs, as in Keras:

        on_train_begin(logs), on_epoch_begin(epoch, logs), on_epoch_end(epoch, logs), on_train_end(logs)

    `epoch` counts from 0; `logs` holds what the history gets at the end of the epoch, that of the last one at
    the end of the training, and is empty before.
    `self.model` is the model; self.model.stop_training = True ends the training after this epoch.
    """

    model: Any = None

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        for name in vars(cls):
            if name.startswith("on_") and name not in HOOKS:
                raise UnknownNameError(f"{cls.__name__}.{name} would not be called.{suggestion(name, HOOKS)}")


class Callbacks:
    """The callbacks of one `fit`: `call("on_epoch_end", epoch, logs)` calls those that have such a method."""

    def __init__(self, callbacks: Any, model: Any) -> None:
        alone = isinstance(callbacks, Callback)
        given = () if callbacks is None else callbacks
        self.callbacks = [callbacks] if alone else check_row("Sequential.fit: callbacks", given)
        for callback in self.callbacks:
            refuse_class("Sequential.fit: callbacks", callback)
            if not isinstance(callback, Callback):
                raise WrongValueError(
                    f"Sequential.fit: callbacks must be objects on top of refold.Callback, got {callback!r}."
                )
            callback.model = model

    def call(self, hook: str, *arguments: Any) -> None:
        """Call the method called `hook` of each callback that has one."""
        for callback in self.callbacks:
            if hasattr(callback, hook):
                getattr(callback, hook)(*arguments)


def _check_mode(who: str, mode: str) -> str:
    return look_up("mode of EarlyStopping", mode, {name: name for name in ("auto", "min", "max")})


class EarlyStopping(Callback):
    """Stops once `monitor` has not improved by more than `min_delta` for `patience` epochs, as in Keras.

    `mode`: "min" where less is better, "max" where more is, "auto" as is known of losses and our metrics.
    With `restore_best_weights` the model ends with the weights of its best epoch. From epoch
    `start_from_epoch` on, counted from 0. NaN is never the best.

    Source: Prechelt 1998, Early stopping - but when?
    """

    min_delta = Checked(check_number, least=0.0)
    patience = Checked(check_whole, least=0)
    mode = Checked(_check_mode)
    restore_best_weights = Checked(check_flag)
    start_from_epoch = Checked(check_whole, least=0)

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        mode: str = "auto",
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
        **unknown: Any,
    ) -> None:
        refuse_arguments(type(self), unknown, OF_EARLY_STOPPING)
        self.monitor = monitor
        self.min_delta, self.patience = min_delta, patience
        self.mode = mode
        self.restore_best_weights, self.start_from_epoch = restore_best_weights, start_from_epoch

    def on_train_begin(self, logs: dict[str, float]) -> None:
        self.best: float | None = None
        self.best_epoch = self.stopped_epoch = self.wait = 0
        self.best_weights: list[Any] | None = None

    def on_epoch_end(self, epoch: int, logs: dict[str, float]) -> None:
        if str(self.monitor).startswith("val_") and not any(key.startswith("val_") for key in logs):
            raise UnknownNameError(
                f"EarlyStopping: {self.monitor!r} is measured on held-out data, and fit was given none. "
                'Write fit(..., validation_data=(x, y)) or validation_split=0.2, or monitor="loss" here.'
            )
        value = look_up("measure that EarlyStopping could monitor", self.monitor, logs)
        if epoch < self.start_from_epoch:
            return
        self.wait += 1
        better = self.best is None or self._sign() * (value - self.best) > self.min_delta
        if better and not math.isnan(value):  # nothing would be better than NaN
            self.best, self.best_epoch, self.wait = value, epoch, 0
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
        elif self.wait >= self.patience:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: dict[str, float]) -> None:
        if self.best_weights is not None:
            self.model.set_weights(self.best_weights)

    def _sign(self) -> int:
        """1 where more is better, -1 where less is."""
        if self.mode != "auto":
            return 1 if self.mode == "max" else -1
        name = self.monitor.removeprefix("val_")
        metric = self.model.metrics.get(name)
        if name == "loss" or isinstance(metric, Loss):
            return -1
        if isinstance(metric, Score) or getattr(metric, "func", None) in (accuracy, binary_accuracy):
            return 1
        raise WrongValueError(
            f"EarlyStopping: whether more or less of {self.monitor!r} is better must be said: "
            'mode="max" or mode="min".'
        )
