from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import Callback, EarlyStopping

from .oracles import keras

x = numpy.random.default_rng(0).normal(size=(12, 3))
y = x[:, :1]


def model(**options: Any) -> refold.Sequential:
    made = refold.Sequential([refold.Dense(1, input_shape=(3,))], seed=0)
    made.compile(refold.SGD(0.1), "mse", **options)
    return made


class Weights:
    """Stands for a model: its weights are the number of the epoch."""

    def __init__(self) -> None:
        self.metrics: Any = {}
        self.stop_training = False
        self.epoch = self.restored = -1

    def get_weights(self) -> list[int]:
        return [self.epoch]

    def set_weights(self, weights: list[int]) -> None:
        (self.restored,) = weights


def run(callback: Any, values: list[float], made: Any) -> tuple[int, int, Any]:
    """At which epoch a series of values stops, whose weights come back, and the best value."""
    callback.model = made
    callback.on_train_begin({})
    for made.epoch, value in enumerate(values):
        callback.on_epoch_end(made.epoch, {"loss": value})
        if made.stop_training:
            break
    callback.on_train_end({})
    return made.epoch, made.restored, callback.best


@settings(max_examples=200, derandomize=True)
@given(
    st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0]), min_size=1, max_size=12),
    st.sampled_from([0.0, 0.25, 0.3]),
    st.integers(0, 4),
    st.sampled_from(["min", "max", "auto"]),
    st.booleans(),
    st.integers(0, 3),
)
def test_keras(
    values: list[float], min_delta: float, patience: int, mode: str, restore: bool, start: int
) -> None:
    options = dict(monitor="loss", min_delta=min_delta, patience=patience, mode=mode)
    options |= dict(restore_best_weights=restore, start_from_epoch=start)
    theirs = keras().callbacks.EarlyStopping(**options)
    of_keras = Weights()
    of_keras.metrics = []
    theirs.set_model(of_keras)
    theirs.on_train_begin = lambda logs, begin=theirs.on_train_begin: begin()
    stand_in = Weights()
    assert run(EarlyStopping(**options), values, stand_in) == run(KerasRun(theirs), values, of_keras)


class KerasRun:
    """A callback of Keras's, whose model is set otherwise."""

    def __init__(self, theirs: Any) -> None:
        object.__setattr__(self, "theirs", theirs)

    def __setattr__(self, name: str, value: Any) -> None:
        pass

    def __getattr__(self, name: str) -> Any:
        return getattr(self.theirs, name)


def test_fit_stops_and_the_best_weights_come_back() -> None:
    one, stop = model(), EarlyStopping(patience=3, restore_best_weights=True)
    history = one.fit(x, y, epochs=500, validation_data=(x, -y), callbacks=[stop], verbose=0)
    losses = history.history["val_loss"]
    assert len(losses) == stop.stopped_epoch + 1 < 500
    assert losses.index(min(losses)) == stop.best_epoch == stop.stopped_epoch - 3
    assert one.evaluate(x, -y) == min(losses)
    again = one.fit(x, y, epochs=2, verbose=0)
    assert len(again.epoch) == 2


@pytest.mark.parametrize(("metric", "sign"), [("mae", -1), ("accuracy", 1), (refold.Recall("macro"), 1)])
def test_which_way_is_better(metric: Any, sign: int) -> None:
    callback = EarlyStopping("val_macro_recall" if callable(metric) else f"val_{metric}")
    callback.model = model(metrics=[metric])
    assert callback._sign() == sign


def test_what_is_called_when() -> None:
    said: list[Any] = []

    class Speaks(Callback):
        def on_train_begin(self, logs: Any) -> None:
            said.append(("begin", self.model.name))

        def on_epoch_begin(self, epoch: int, logs: Any) -> None:
            said.append(epoch)

        def on_epoch_end(self, epoch: int, logs: Any) -> None:
            said.append(sorted(logs))
            self.model.stop_training = epoch == 1

        def on_train_end(self, logs: Any) -> None:
            said.append(("end", sorted(logs)))

    one = model()
    history = one.fit(x, y, epochs=9, validation_split=0.5, callbacks=Speaks(), verbose=0)
    names = ["loss", "val_loss"]
    assert said == [("begin", "sequential"), 0, names, 1, names, ("end", names)]
    assert len(history.epoch) == 2 and one.history is history


def test_an_interrupted_fit_leaves_its_history() -> None:
    class Interrupts(Callback):
        def on_epoch_end(self, epoch: int, logs: Any) -> None:
            raise KeyboardInterrupt

    one = model()
    with pytest.raises(KeyboardInterrupt):
        one.fit(x, y, epochs=5, callbacks=[Interrupts()])
    assert one.history is not None and len(one.history.history["loss"]) == 1


def test_what_is_refused() -> None:
    with pytest.raises(
        refold.UnknownNameError, match=r"'val_loss' is measured on held-out data, .* validation_split=0.2"
    ):
        model().fit(x, y, callbacks=[EarlyStopping()])
    with pytest.raises(refold.WrongValueError, match=r"on top of refold.Callback, got <function"):
        model().fit(x, y, callbacks=[test_what_is_called_when])
    with pytest.raises(refold.WrongValueError, match=r"EarlyStopping is a class\. Make one"):
        model().fit(x, y, callbacks=[EarlyStopping])
    with pytest.raises(refold.WrongValueError, match="callbacks must be a tuple, got 3"):
        model().fit(x, y, callbacks=3)
    with pytest.raises(refold.WrongValueError, match='must be said: mode="max" or mode="min"'):
        stop = EarlyStopping("bias")
        model(metrics=[bias]).fit(x, y, epochs=3, callbacks=[stop])
    with pytest.raises(refold.UnknownNameError, match="No mode of EarlyStopping is called 'least'"):
        EarlyStopping(mode="least")
    with pytest.raises(refold.WrongValueError, match="EarlyStopping: patience must be a whole number"):
        EarlyStopping(patience=-1)
    with pytest.raises(
        refold.WrongValueError, match="EarlyStopping: start_from_epoch must be a whole number"
    ):
        EarlyStopping(start_from_epoch=-1)
    with pytest.raises(
        refold.WrongValueError, match="EarlyStopping: min_delta must be a number of at least 0"
    ):
        EarlyStopping(min_delta=-0.1)
    with pytest.raises(
        refold.UnknownNameError, match=r"Late.on_epoch_finish would not be called\. Did you mean"
    ):
        type("Late", (Callback,), {"on_epoch_finish": print})


def bias(y_true: Any, y_pred: Any) -> float:
    return float((y_pred - y_true).mean())


def test_a_mode_that_is_set_is_one() -> None:
    stop = refold.EarlyStopping()
    with pytest.raises(refold.UnknownNameError, match="No mode of EarlyStopping is called 'least'"):
        stop.mode = "least"
    stop.mode = "max"
    assert stop.mode == "max"


def test_nan_is_never_the_best() -> None:
    nan, inf = numpy.nan, numpy.inf
    for values in ([nan, 3.0, 2.0, nan, 2.5], [inf, 3.0, 2.0, nan, 2.5]):
        stop = EarlyStopping("loss", patience=2, restore_best_weights=True)
        assert run(stop, values, Weights()) == (4, 2, 2.0)
    stop = EarlyStopping("loss", patience=2, restore_best_weights=True)
    assert run(stop, [nan] * 5, Weights()) == (1, -1, None)
