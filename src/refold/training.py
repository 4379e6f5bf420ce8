"""Training a model: batches, epochs, evaluation, prediction."""

import math
import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from . import losses, optimizers
from .absent import naming
from .backend import Array, check_numbers, namespace
from .callbacks import Callbacks
from .data.batches import in_batches
from .errors import NotReadyError, WrongValueError, check_flag, check_whole, refuse_arguments
from .history import History
from .instead import OF_MODELS, OF_TRAINING
from .metrics import Metric, Tally, by_name, find_all
from .not_finite import not_finite
from .progress import Progress, progress
from .recording import Trace
from .samples import Samples, checked, cut, weigh_classes
from .seeds import Seed, generator
from .step import Step
from .untrained import warn_of_untrained

Results = dict[str, float]


@naming(OF_MODELS)
class Training(ABC):
    """compile, fit, evaluate, predict, for a model that has `steps`, `forward` and `backward_to_params`."""

    steps: list[Step]
    trace: Trace | None
    mask: Array | None = None  # of the last A: which of its positions count

    def __init__(self, seed: int | None) -> None:
        self.seed = None if seed is None else check_whole("Sequential: seed", seed, least=0)
        self._optimizer: Any = None
        self._mark = object()  # tells the optimizer of this model from that of another
        self._loss: Any = None
        self.given_metrics: list[Any] = []  # what a file can say of them
        self.history: History | None = None  # of the last fit, also where that was interrupted
        self.stop_training = False  # a callback's word

    @property
    def optimizer(self) -> Any:
        """The optimizer, None before compile; it may be set as compile takes it."""
        return self._optimizer

    @optimizer.setter
    def optimizer(self, optimizer: Any) -> None:
        found = optimizers.find(optimizer)
        if found.state and found is not self._optimizer:
            raise found.of_another()
        self._optimizer = found

    @property
    def loss(self) -> Any:
        """The loss, likewise."""
        return self._loss

    @loss.setter
    def loss(self, loss: Any) -> None:
        self._loss = losses.find(loss)

    @property
    def metrics(self) -> dict[str, Metric]:
        """The metrics by name, made for the loss; they may be set as compile takes them."""
        return find_all(self.given_metrics, self.loss)

    @metrics.setter
    def metrics(self, metrics: Any) -> None:
        given = by_name(metrics)
        find_all(given, self.loss)  # refuses what is no metric
        self.given_metrics = given

    @abstractmethod
    def forward(self, X: Array) -> Array:
        """X -> A."""

    @abstractmethod
    def backward_to_params(self, dA: Array) -> None:
        """Fill the layers' `grads`."""

    def compile(
        self, optimizer: Any = "rmsprop", loss: Any = None, metrics: Any = (), **unknown: Any
    ) -> None:
        """Say how to train, by names ("sgd", "mse", ["accuracy"]) or objects. Raises UnknownNameError."""
        refuse_arguments(self.compile, unknown, OF_TRAINING)
        if loss is None:
            raise WrongValueError('Sequential.compile: loss is missing. Say which, such as loss="mse".')
        self.optimizer, self.loss, self.metrics = optimizer, loss, metrics

    def fit(
        self,
        x: Array,
        y: Array = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: Mapping[int, float] | None = None,
        sample_weight: Array | None = None,
        seed: int | None = None,
        **unknown: Any,
    ) -> History:
        """Train on samples x (m, ...) and targets y (m, ...); the History has each epoch's loss and metrics.

        Every epoch takes the samples in a new order drawn with `seed` (where None with the model's own, and
        with the number of steps before), in batches of `batch_size` (32 where None); the last one may be
        smaller. After each epoch `val_loss` and the like are measured on `validation_data`, (x, y) or
        (x, y, sample_weight), or on the last samples of x and y, the share `validation_split` of them, which
        are then not trained on. `verbose`: 0 silent, 1 a bar, 2 a line an epoch, "auto" a bar where somebody
        is watching.

        The loss of a sample is multiplied by its `sample_weight` (m,), or that of each step, (m, steps), or
        by the weight of its class, as in class_weight={1: 5.0}; metrics are not. `callbacks`, such as
        [EarlyStopping(patience=3)], are called between epochs. The history so far is the model's `history`.

        Raises NotFiniteError as soon as the loss is not a number.
        """
        refuse_arguments(self.fit, unknown, OF_TRAINING)
        self._require_loss("fit")
        given = checked("fit", x, y, sample_weight)
        given, held_out = cut(given, validation_split, validation_data)
        if class_weight is not None:
            given = weigh_classes("fit", given, class_weight)
        size = _batch_size("fit", batch_size)
        epochs = check_whole("Sequential.fit: epochs", epochs, least=0)
        shuffle = check_flag("Sequential.fit: shuffle", shuffle)
        rng = generator(self._seed_of_fit() if seed is None else seed, "Sequential.fit")
        history = History()
        called = Callbacks(callbacks, self)
        self.history, self.stop_training = history, False
        results: Results = {}
        called.call("on_train_begin", {})
        names = [f"Epoch {epoch + 1}/{epochs}" for epoch in range(epochs)]
        with progress(verbose, names, math.ceil(given.x.shape[0] / size)) as shown, self._in_training():
            for epoch in range(epochs):
                called.call("on_epoch_begin", epoch, {})
                results = self._epoch(epoch, in_batches(given, size, rng if shuffle else None), shown)
                if held_out is not None:
                    results |= {f"val_{key}": value for key, value in self._evaluate(held_out, size).items()}
                history.add(results)
                shown.epoch(epoch, results)
                called.call("on_epoch_end", epoch, results)
                if self.stop_training:
                    break
        if epochs:
            warn_of_untrained("fit", self.steps)
        called.call("on_train_end", results)  # which may freeze what was trained
        return history

    def _seed_of_fit(self) -> Seed:
        """The model's own, and another for each fit that goes on from steps that there are."""
        self.optimizer.serve(self._mark)
        steps = self.optimizer.steps
        return (self.seed, steps) if steps and self.seed is not None else self.seed

    def _epoch(self, epoch: int, parts: Iterator[tuple[Array, ...]], shown: Progress) -> Results:
        """One step on each batch; the means over all samples, each as it was before its step."""
        tally = Tally(self.metrics)
        for number, part in enumerate(parts):
            self._train(Samples(*part), tally, f"epoch {epoch + 1}, batch {number + 1}")
            shown.batch(epoch)
        return tally.results()

    def _train(self, part: Samples, tally: Tally, when: str) -> None:
        """One step on one batch."""
        X, Y, weights = part
        self.optimizer.serve(self._mark)
        A = self.forward(X)
        loss, dA = self.loss.with_gradient(Y, A, weights, self.mask)
        if not math.isfinite(loss):
            raise not_finite(self, part, loss, when)
        tally.add(loss, Y, A, self.mask)
        self.backward_to_params(dA)
        self.optimizer.start_step(G for step in self.steps for G in step.gradients().values())
        for step in self.steps:
            step.train(self.optimizer)

    def evaluate(
        self,
        x: Array,
        y: Array = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Array | None = None,
        return_dict: bool = False,
        **unknown: Any,
    ) -> Any:
        """The loss on x and y; with metrics, the list of loss and metrics, or a dict with `return_dict`.

        `verbose`: 0 silent, 1 a bar, 2 a line, "auto" a bar where somebody is watching. `sample_weight` as in
        `fit`.
        """
        refuse_arguments(self.evaluate, unknown, OF_TRAINING)
        self._require_loss("evaluate")
        given = checked("evaluate", x, y, sample_weight)
        size = _batch_size("evaluate", batch_size)
        with progress(verbose, ["Evaluation"], math.ceil(x.shape[0] / size)) as shown:
            results = self._evaluate(given, size, shown)
            shown.epoch(0, results)
        return self._in_form(results, return_dict)

    def train_on_batch(
        self,
        x: Array,
        y: Array = None,
        sample_weight: Array | None = None,
        class_weight: Mapping[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """One step on these samples, as in `fit`; loss and metrics as they were before it."""
        self._require_loss("train_on_batch")
        given, tally = checked("train_on_batch", x, y, sample_weight), Tally(self.metrics)
        if class_weight is not None:
            given = weigh_classes("train_on_batch", given, class_weight)
        with self._in_training():
            self._train(given, tally, "train_on_batch")
        warn_of_untrained("train_on_batch", self.steps)
        return self._in_form(tally.results(), return_dict)

    def _in_form(self, results: Results, return_dict: bool) -> Any:
        if check_flag("Sequential: return_dict", return_dict):
            return results
        return list(results.values()) if self.given_metrics else results["loss"]

    def _evaluate(self, given: Samples, size: int, shown: Progress | None = None) -> Results:
        tally = Tally(self.metrics)
        with self._in_training(False):
            for X, Y, weights in in_batches(given, size):
                A = self.forward(X)
                tally.add(self.loss(Y, A, weights, self.mask), Y, A, self.mask)
                if shown is not None:
                    shown.batch(0)
        return tally.results()

    def predict(
        self, x: Array, batch_size: int | None = None, verbose: Any = "auto", **unknown: Any
    ) -> Array:
        """The model's output for x (m, ...), worked out batch by batch; an array of the library of x.

        `verbose` as in `evaluate`.
        """
        refuse_arguments(self.predict, unknown, OF_TRAINING)
        check_numbers("Sequential.predict: x", x)
        size = _batch_size("predict", batch_size)
        with self._in_training(False):
            if not x.shape or x.shape[0] <= size:
                return self.forward(x)
            with progress(verbose, ["Prediction"], math.ceil(x.shape[0] / size)) as shown:
                A = []
                for (X,) in in_batches((x,), size):
                    A.append(self.forward(X))
                    shown.batch(0)
            return namespace(x).concat(A, axis=0)

    @contextmanager
    def _in_training(self, training: bool = True) -> Iterator[None]:
        """Tell Refold's layers whether they are being trained, and put it back afterwards."""
        before = [(step.layer, step.layer.training) for step in self.steps if step.ours]
        for layer, _ in before:
            layer.training = training
        try:
            yield
        finally:
            for layer, was in before:
                layer.training = was

    def _require_loss(self, stage: str) -> None:
        if self.optimizer is None:
            raise NotReadyError(
                f"Sequential.{stage} needs a loss: call model.compile(optimizer=..., loss=...) first."
            )
        if getattr(self.loss, "from_logits", False) and self.steps and self.steps[-1].gives_probabilities():
            warnings.warn(
                f"Sequential.{stage}: {self.loss!r} makes probabilities itself, and so does the last layer, "
                f"{self.steps[-1].name!r}: twice, and little is learnt. Leave out that activation, or "
                "from_logits=True.",
                stacklevel=3,  # who called the stage
            )


def _batch_size(stage: str, size: int | None) -> int:
    """Keras's 32 where none is given."""
    return 32 if size is None else check_whole(f"Sequential.{stage}: batch_size", size, least=1)
