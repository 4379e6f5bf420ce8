import warnings
from typing import Any

import numpy
import pytest

import refold
from refold import losses
from refold.losses import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    CategoricalHinge,
    Hinge,
    Huber,
    KLDivergence,
    Loss,
    MeanAbsoluteError,
    MeanSquaredError,
    MeanSquaredLogarithmicError,
    SparseCategoricalCrossentropy,
)

from .oracles import keras

rng = numpy.random.default_rng(0)
LOGITS = rng.normal(size=(5, 4)) * 3
PROBABILITIES = numpy.exp(LOGITS) / numpy.exp(LOGITS).sum(axis=1, keepdims=True)
ROWS = rng.uniform(0.0, 1.0, (5, 4))
CLASSES = rng.integers(0, 4, 5)
SEQUENCE = rng.normal(size=(3, 5, 4))
SHARES = (SEQUENCE**2 + 0.1) / (SEQUENCE**2 + 0.1).sum(axis=-1, keepdims=True)
STEPS = numpy.eye(4)[rng.integers(0, 4, (3, 5))]

CASES = [
    pytest.param(MeanSquaredError(), ROWS, LOGITS, id="mse"),
    pytest.param(MeanSquaredError(), SEQUENCE + 0.5, SEQUENCE, id="mse of sequences"),
    pytest.param(MeanAbsoluteError(), ROWS, LOGITS, id="mae"),
    pytest.param(MeanAbsoluteError(), SEQUENCE - 0.5, SEQUENCE, id="mae of sequences"),
    pytest.param(MeanSquaredLogarithmicError(), ROWS, ROWS * 3 + LOGITS**2, id="msle"),
    pytest.param(MeanSquaredLogarithmicError(), LOGITS, numpy.flip(LOGITS).copy(), id="msle below 0"),
    pytest.param(Huber(), ROWS, LOGITS, id="huber"),
    pytest.param(Huber(0.3), ROWS, LOGITS, id="huber, delta 0.3"),
    pytest.param(Hinge(), numpy.sign(ROWS - 0.5), LOGITS / 2, id="hinge"),
    pytest.param(Hinge(), numpy.round(ROWS), LOGITS / 2, id="hinge, targets 0 and 1"),
    pytest.param(CategoricalHinge(), numpy.eye(4)[CLASSES], LOGITS / 2, id="categorical hinge"),
    pytest.param(CategoricalHinge(), numpy.eye(4)[[0, 1, 2, 3, 0]], -numpy.abs(LOGITS), id="hinge below 0"),
    pytest.param(KLDivergence(), ROWS, PROBABILITIES, id="kl divergence"),
    pytest.param(KLDivergence(), numpy.eye(4)[CLASSES], PROBABILITIES * 0.9, id="kl of one-hot"),
    pytest.param(KLDivergence(), ROWS * 1.7, LOGITS, id="kl outside 0 and 1"),
    pytest.param(BinaryCrossentropy(label_smoothing=0.2), ROWS, PROBABILITIES, id="binary, smoothed"),
    pytest.param(
        CategoricalCrossentropy(True, label_smoothing=0.2),
        ROWS,
        LOGITS,
        id="categorical from logits, smoothed",
    ),
    pytest.param(
        CategoricalCrossentropy(label_smoothing=0.2), ROWS, PROBABILITIES, id="categorical, smoothed"
    ),
    pytest.param(BinaryCrossentropy(), ROWS, PROBABILITIES, id="binary"),
    pytest.param(BinaryCrossentropy(from_logits=True), ROWS, LOGITS, id="binary from logits"),
    pytest.param(CategoricalCrossentropy(), ROWS, PROBABILITIES * 1.7, id="categorical"),
    pytest.param(CategoricalCrossentropy(from_logits=True), ROWS, LOGITS, id="categorical from logits"),
    pytest.param(SparseCategoricalCrossentropy(), CLASSES, PROBABILITIES, id="sparse"),
    pytest.param(SparseCategoricalCrossentropy(from_logits=True), CLASSES, LOGITS, id="sparse from logits"),
    pytest.param(
        SparseCategoricalCrossentropy(from_logits=True),
        numpy.arange(15).reshape(3, 5) % 4,
        SEQUENCE,
        id="sparse of sequences",
    ),
    *(
        pytest.param(loss, STEPS, A, id=f"{type(loss).__name__} of sequences")
        for loss, A in (
            (MeanSquaredLogarithmicError(), SHARES),
            (Huber(), SEQUENCE),
            (Hinge(), SEQUENCE),
            (CategoricalHinge(), SEQUENCE),
            (KLDivergence(), SHARES),
            (BinaryCrossentropy(), SHARES),
            (BinaryCrossentropy(from_logits=True), SEQUENCE),
            (CategoricalCrossentropy(), SHARES),
            (CategoricalCrossentropy(from_logits=True), SEQUENCE),
        )
    ),
]
REGRESSIONS = (MeanSquaredError, MeanAbsoluteError, MeanSquaredLogarithmicError, Huber)
every_loss = pytest.mark.parametrize(("loss", "y", "A"), CASES)


@every_loss
def test_keras(loss: Loss, y: Any, A: Any) -> None:
    theirs_class = getattr(keras().losses, type(loss).__name__)
    import torch

    theirs = theirs_class(**vars(loss))
    predictions = torch.tensor(A, requires_grad=True)
    value = theirs(torch.tensor(y), predictions)
    value.backward()
    assert loss(y, A) == pytest.approx(value.item(), rel=1e-10)
    assert predictions.grad is not None
    numpy.testing.assert_allclose(loss.gradient(y, A), predictions.grad.numpy(), rtol=1e-10, atol=1e-14)


@every_loss
def test_finite_differences(loss: Loss, y: Any, A: Any) -> None:
    gradient, step = loss.gradient(y, A), 1e-6
    for index in numpy.ndindex(*A.shape):
        up, down = A.copy(), A.copy()
        up[index] += step
        down[index] -= step
        assert gradient[index] == pytest.approx(
            (loss(y, up) - loss(y, down)) / (2 * step), rel=1e-5, abs=1e-8
        )


@every_loss
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_backend(loss: Loss, y: Any, A: Any, dtype: str, backend: Any) -> None:
    there = backend(A, dtype), backend(y, dtype if y.dtype.kind == "f" else "int64")
    tolerance = 1e-5 if dtype == "float32" else 1e-12
    assert loss(there[1], there[0]) == pytest.approx(loss(y, A), rel=tolerance)
    gradient = loss.gradient(there[1], there[0])
    assert gradient.dtype == there[0].dtype
    numpy.testing.assert_allclose(
        refold.to_numpy(gradient), loss.gradient(y, A), rtol=tolerance, atol=tolerance
    )


@every_loss
def test_empty_batch(loss: Loss, y: Any, A: Any) -> None:
    assert loss(y[:0], A[:0]) == 0.0
    assert loss.gradient(y[:0], A[:0]).shape == A[:0].shape


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("size", [1e4, 1e-4, 0.0])
def test_no_nan_and_no_warning_at_the_extremes(size: float, dtype: str, backend: Any) -> None:
    logits = backend(numpy.asarray([[size, -size, 0.0], [-size, size, size]]), dtype)
    rows, classes = (
        backend(numpy.asarray([[0.0, 1.0, 0.0], [1.0, 0.0, 0.0]]), dtype),
        backend([1, 0], "int64"),
    )
    certain = backend(numpy.asarray([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]), dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for loss, y, A in (
            *((each(), rows, logits) for each in REGRESSIONS),
            *((each(), rows, logits) for each in (Hinge, CategoricalHinge, KLDivergence)),
            (BinaryCrossentropy(from_logits=True), rows, logits),
            (CategoricalCrossentropy(from_logits=True), rows, logits),
            (SparseCategoricalCrossentropy(from_logits=True), classes, logits),
            (BinaryCrossentropy(), rows, certain),
            (CategoricalCrossentropy(), rows, certain),
            (SparseCategoricalCrossentropy(), classes, certain),
        ):
            assert numpy.isfinite(loss(y, A))
            assert numpy.isfinite(refold.to_numpy(loss.gradient(y, A))).all()


@every_loss
def test_value_and_gradient_at_once(loss: Loss, y: Any, A: Any) -> None:
    before = A.copy(), y.copy()
    value, gradient = loss.with_gradient(y, A)
    assert value == loss(y, A)
    numpy.testing.assert_array_equal(gradient, loss.gradient(y, A))
    numpy.testing.assert_array_equal(A, before[0])
    numpy.testing.assert_array_equal(y, before[1])


@every_loss
@pytest.mark.parametrize("times", [2, 7])
def test_the_gradient_of_a_mean_does_not_grow_with_the_batch(loss: Loss, y: Any, A: Any, times: int) -> None:
    many_y, many_A = numpy.concat([y] * times), numpy.concat([A] * times)
    assert loss(many_y, many_A) == pytest.approx(loss(y, A), rel=1e-12)
    X = numpy.random.default_rng(0).normal(size=(len(A), 3))
    dW = X.T @ loss.gradient(y, A).reshape(len(A), -1)  # as in Dense
    many_dW = numpy.concat([X] * times).T @ loss.gradient(many_y, many_A).reshape(times * len(A), -1)
    numpy.testing.assert_allclose(many_dW, dW, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("wrong", [-0.1, 1.0, numpy.nan, "0.1", True])
def test_senseless_smoothing(wrong: Any) -> None:
    for each in (BinaryCrossentropy, CategoricalCrossentropy):
        with pytest.raises(refold.WrongValueError, match="label_smoothing must be a number of at least 0"):
            each(label_smoothing=wrong)


@pytest.mark.parametrize("wrong", [-0.1, 0.0, numpy.nan, "0.1", True])
def test_senseless_delta(wrong: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Huber: delta must be a number above 0"):
        Huber(wrong)


def test_a_very_wrong_logit_costs_exactly_its_distance() -> None:
    loss = SparseCategoricalCrossentropy(from_logits=True)
    assert loss(numpy.asarray([1]), numpy.asarray([[1e4, 0.0]])) == 1e4
    numpy.testing.assert_array_equal(
        loss.gradient(numpy.asarray([1]), numpy.asarray([[1e4, 0.0]])), [[1, -1]]
    )


def test_functions_give_one_loss_a_sample_as_in_keras() -> None:
    theirs = keras().losses
    for ours, name, y, A in (
        (losses.mean_squared_error, "mean_squared_error", ROWS, LOGITS),
        (losses.mean_absolute_error, "mean_absolute_error", ROWS, LOGITS),
        (losses.mean_squared_logarithmic_error, "mean_squared_logarithmic_error", ROWS, ROWS * 2),
        (losses.huber, "huber", ROWS, LOGITS),
        (losses.hinge, "hinge", numpy.sign(LOGITS), ROWS),
        (losses.categorical_hinge, "categorical_hinge", numpy.eye(4)[CLASSES], LOGITS),
        (losses.kl_divergence, "kl_divergence", ROWS, PROBABILITIES),
        (losses.binary_crossentropy, "binary_crossentropy", ROWS, PROBABILITIES),
        (losses.categorical_crossentropy, "categorical_crossentropy", ROWS, PROBABILITIES),
        (losses.sparse_categorical_crossentropy, "sparse_categorical_crossentropy", CLASSES, PROBABILITIES),
    ):
        expected = getattr(theirs, name)(y, A)
        numpy.testing.assert_allclose(ours(y, A), expected.numpy(), rtol=1e-10)
        assert losses.find(ours).__class__ is losses.find(name).__class__


def test_targets_without_the_last_axis_are_not_broadcast() -> None:
    y, A = numpy.asarray([1.0, 2.0, 3.0]), numpy.asarray([[1.0], [2.0], [4.0]])
    assert MeanSquaredError()(y, A) == pytest.approx(1 / 3)
    assert MeanSquaredError().gradient(y, A).shape == (3, 1)
    assert MeanSquaredError()(y, A[:, 0]) == pytest.approx(1 / 3)
    assert SparseCategoricalCrossentropy()(
        CLASSES[:, None], PROBABILITIES
    ) == SparseCategoricalCrossentropy()(CLASSES, PROBABILITIES)


def test_wrong_targets_are_named() -> None:
    with pytest.raises(
        refold.ShapeError, match=r"MeanSquaredError: y_true must have .* \(5, 4\), got \(5, 3\)"
    ):
        MeanSquaredError()(ROWS[:, :3], LOGITS)
    sparse = SparseCategoricalCrossentropy()
    with pytest.raises(refold.ShapeError, match="One-hot rows go with CategoricalCrossentropy"):
        sparse(ROWS, PROBABILITIES)
    with pytest.raises(refold.WrongValueError, match=r"from 0 to 3, .* got values from 0 to 4"):
        sparse(numpy.arange(5), PROBABILITIES)
    with pytest.raises(refold.WrongValueError, match="got values from -1 to"):
        sparse(CLASSES * 0 - 1, PROBABILITIES)
    with pytest.raises(refold.WrongValueError, match="class numbers"):
        sparse(CLASSES + 0.5, PROBABILITIES)
    with pytest.raises(refold.DTypeError, match="y_true must hold real numbers"):
        sparse(CLASSES.astype(str), PROBABILITIES)
    with pytest.raises(refold.ArrayError, match="y_true must be an array, got a list"):
        sparse([1, 2], PROBABILITIES)


def test_libraries_are_not_mixed() -> None:
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    with pytest.raises(refold.ArrayError, match=r"y_true is in numpy .* predictions are in array_api_strict"):
        MeanSquaredError()(ROWS, strict.asarray(LOGITS))


def test_unknown_loss() -> None:
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'mean_squared_error'"):
        losses.find("mean_square_error")


@pytest.mark.parametrize("name", ["MSE", "MeanSquaredError", "mse", "Mean_Squared_Error"])
def test_names_in_any_case_as_keras_takes_them(name: str) -> None:
    assert isinstance(losses.find(name), losses.MeanSquaredError)


def test_a_function_of_ones_own_is_not_taken_for_ours() -> None:
    def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
        return 7.0

    with pytest.raises(
        refold.WrongValueError, match=r"mean_squared_error is a function.*on top of refold.Loss"
    ):
        losses.find(mean_squared_error)
    assert isinstance(losses.find(refold.mean_squared_error), MeanSquaredError)
    assert isinstance(losses.find("bce"), BinaryCrossentropy)
