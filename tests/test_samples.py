from typing import Any

import numpy
import pytest

import refold
from refold import losses

from .oracles import keras

rng = numpy.random.default_rng(0)
x, y = rng.normal(size=(20, 3)), rng.integers(0, 3, 20)
weights = rng.uniform(0.0, 3.0, 20)


def pair(seed: int = 0) -> tuple[Any, Any]:
    """The same network, of ours and of Keras's, which trains in float64."""
    k = keras()
    ours = refold.Sequential([refold.Dense(3, activation="softmax", input_shape=(3,))], seed=seed)
    theirs = k.Sequential([k.Input((3,)), k.layers.Dense(3, activation="softmax")])
    theirs.set_weights(ours.get_weights())
    for model in (ours, theirs):
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    theirs.optimizer.learning_rate = 0.5
    ours.optimizer.learning_rate = 0.5
    return ours, theirs


OPTIONS = {
    "sample weights": {"sample_weight": weights},
    "whole sample weights": {"sample_weight": rng.integers(0, 3, 20)},
    "class weights": {"class_weight": {0: 0.3, 2: 4.1}},
    "held out with their weights": {"sample_weight": weights, "validation_split": 0.3},
    "held out, which classes do not weigh": {"class_weight": {1: 7.0}, "validation_split": 0.3},
    "validation data with weights": {"validation_data": (x[:7], y[:7], weights[:7])},
}


@pytest.mark.parametrize("options", OPTIONS.values(), ids=OPTIONS)
def test_keras(options: dict) -> None:
    ours, theirs = pair()
    how = {"epochs": 3, "batch_size": 8, "shuffle": False, "verbose": 0}
    came, expected = ours.fit(x, y, **how, **options), theirs.fit(x, y, **how, **options)
    for W, V in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(W, V, rtol=1e-10)
    for key, values in expected.history.items():
        assert came.history[key] == pytest.approx(values, rel=1e-5), key


def test_evaluate_as_keras() -> None:
    ours, theirs = pair()
    expected = theirs.evaluate(x, y, sample_weight=weights, verbose=0)
    assert ours.evaluate(x, y, sample_weight=weights) == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize("kind", losses.LOSSES.values())
@pytest.mark.parametrize("shape", [(4,), (4, 5)])
def test_weighted_losses_as_keras(kind: Any, shape: tuple[int, ...], backend: Any) -> None:
    P = rng.dirichlet(numpy.ones(3), size=(4, 5))
    Y = rng.integers(0, 3, (4, 5)) if "Sparse" in kind.__name__ else rng.dirichlet(numpy.ones(3), size=(4, 5))
    W = rng.uniform(0.0, 2.0, shape)
    theirs_class = getattr(keras().losses, kind.__name__)
    import torch

    A = torch.tensor(P, requires_grad=True)
    value = theirs_class()(torch.tensor(Y), A, sample_weight=torch.tensor(W.reshape(4, -1)))
    value.backward()
    there = [backend(Y, None if Y.dtype == float else "int64"), backend(P)]
    loss, G = kind().with_gradient(*there, sample_weight=backend(W))
    assert loss == pytest.approx(value.item(), rel=1e-10)
    assert kind()(*there, sample_weight=backend(W)) == loss
    if shape == (4,):
        assert kind()(*there, sample_weight=backend(W[:, None])) == loss
    assert A.grad is not None
    numpy.testing.assert_allclose(refold.to_numpy(G), A.grad.numpy(), rtol=1e-10, atol=1e-14)


def test_a_mask_and_weights_as_keras() -> None:
    Y, A, W = rng.normal(size=(4, 5, 2)), rng.normal(size=(4, 5, 2)), rng.uniform(0.0, 2.0, (4, 5))
    mask = rng.random((4, 5)) < 0.6
    torch = pytest.importorskip("torch", reason="torch is not installed")
    predictions = torch.tensor(A)
    keras().src.backend.set_keras_mask(predictions, torch.tensor(mask))
    expected = keras().losses.MeanSquaredError()(torch.tensor(Y), predictions, sample_weight=torch.tensor(W))
    came = refold.MeanSquaredError()(Y, A, W, mask)
    assert came == pytest.approx(expected.item(), rel=1e-7)  # Keras keeps its division from 0 by 1e-7


def test_one_hot_rows_have_classes_too(backend: Any) -> None:
    rows = refold.one_hot_encode(backend(y, "int64"), 3, "float64")
    made = []
    for targets, loss in ((rows, "categorical_crossentropy"), (backend(y, "int64"), None)):
        model = refold.Sequential([refold.Dense(3, activation="softmax")], seed=0)
        model.compile("sgd", loss or "sparse_categorical_crossentropy")
        model.fit(backend(x), targets, class_weight={1: 3.0})
        made.append(model.get_weights())
    for one, other in zip(*made, strict=True):
        numpy.testing.assert_allclose(one, other, rtol=1e-12)


@pytest.mark.parametrize("shape", [(20, 4), (20, 4, 1)])
def test_classes_of_steps_are_not_taken_for_one_hot_rows(shape: tuple[int, ...], backend: Any) -> None:
    model = refold.Sequential([refold.Dense(3, activation="softmax")], seed=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    sequences, classes = backend(numpy.ones((20, 4, 2))), backend(numpy.arange(80).reshape(shape) % 3)
    with pytest.raises(
        refold.ShapeError, match=r"one class for each sample.*sample_weight, of shape \(m, st"
    ):
        model.fit(sequences, classes, class_weight={1: 3.0})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"sample_weight": weights[:3]}, "sample_weight must have a weight for each of the 20 samples"),
        ({"sample_weight": weights.tolist()}, "sample_weight must be an array, got a list"),
        ({"sample_weight": numpy.ones((20, 3))}, r"sample_weight must have shape \(20,\), got \(20, 3\)"),
        ({"sample_weight": weights, "class_weight": {0: 1.0}}, "were given, choose one"),
        ({"class_weight": "balanced"}, r"must be a dict such as \{0: 1.0, 1: 5.0\}, got 'balanced'"),
        ({"class_weight": {"0": 1.0}}, "each class must be a whole number of at least 0, got '0'"),
        ({"class_weight": {0: -1.0}}, r"class_weight\[0\] must be a number of at least 0, got -1.0"),
        ({"validation_data": (x, y, weights, 3)}, r"or \(x, y, sample_weight\)"),
        (
            {"validation_data": (x, y, weights[:3])},
            r"fit \(validation_data\): sample_weight must have a weight",
        ),
    ],
)
def test_what_is_refused(options: dict, message: str) -> None:
    model = refold.Sequential([refold.Dense(3, activation="softmax")], seed=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(refold.RefoldError, match=message):
        model.fit(x, y, batch_size=20, **options)


def test_held_out_samples_that_live_elsewhere_are_refused_before_the_first_epoch() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    model = refold.Sequential([refold.Dense(3, activation="softmax")], seed=0)
    model.compile("sgd", "sparse_categorical_crossentropy")
    with pytest.raises(refold.ArrayError, match=r"fit: x is in numpy .*validation_data in torch"):
        model.fit(x, y, validation_data=(torch.tensor(x), torch.tensor(y)))
    assert model.history is None


def test_weights_that_are_no_numbers_are_named() -> None:
    model = refold.Sequential([refold.Dense(1)], seed=0)
    model.compile("sgd", "mse")
    with pytest.raises(refold.NotFiniteError, match="sample_weight itself is not finite there"):
        model.fit(x, x[:, 0], sample_weight=numpy.full(20, numpy.nan))


def test_targets_that_are_missing() -> None:
    """As of Keras's fit, which takes a generator of batches without y."""
    model = refold.Sequential([refold.Dense(3)], seed=0)
    model.compile("sgd", "mse")
    for stage in ("fit", "evaluate", "train_on_batch"):
        for given in (x, refold.batches(x, y), (x, y)):
            with pytest.raises(
                refold.WrongValueError, match=f"{stage}: y, the targets, are missing: .* loop"
            ):
                getattr(model, stage)(given)
