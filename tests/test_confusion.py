import warnings
from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as oracle

import refold
from refold import FScore, NegativePredictiveValue, Precision, Recall, Specificity, confusion_matrix
from refold.confusion import NAMES

THEIRS = {
    Precision: oracle.precision_score,
    Recall: oracle.recall_score,
    FScore: oracle.f1_score,
}
labels = st.integers(2, 5).flatmap(
    lambda n: st.tuples(
        st.just(n), st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), min_size=1, max_size=30)
    )
)


def rows(classes: Any, n: int) -> Any:
    """Predictions of n outputs whose largest is the class."""
    return 0.2 + 0.5 * numpy.eye(n)[classes]


@settings(max_examples=60, derandomize=True)
@given(labels)
def test_scikit_learn(drawn: Any) -> None:
    n, pairs = drawn
    true, pred = (numpy.asarray(each) for each in zip(*pairs, strict=True))
    expected = oracle.confusion_matrix(true, pred, labels=range(n))
    A = rows(pred, n)
    assert numpy.array_equal(confusion_matrix(true, A), expected)
    assert numpy.array_equal(confusion_matrix(numpy.eye(n)[true], A), expected)
    for kind, theirs in THEIRS.items():
        for average in (None, "macro", "micro", "weighted", *(["binary"] if n == 2 else [])):
            score = theirs(true, pred, labels=range(n), average=average, zero_division=0.0)
            numpy.testing.assert_allclose(kind(average)(true, A), score, rtol=1e-12)
    for beta in (0.5, 2.0):
        score = oracle.fbeta_score(true, pred, beta=beta, labels=range(n), average="macro", zero_division=0.0)
        assert FScore("macro", beta=beta)(true, A) == pytest.approx(score, rel=1e-12)
    cells = oracle.multilabel_confusion_matrix(true, pred, labels=range(n)).astype("float64")
    TN, FP, FN = cells[:, 0, 0], cells[:, 0, 1], cells[:, 1, 0]
    numpy.testing.assert_allclose(Specificity(None)(true, A), TN / numpy.maximum(1, TN + FP), rtol=1e-12)
    numpy.testing.assert_allclose(
        NegativePredictiveValue(None)(true, A), TN / numpy.maximum(1, TN + FN), rtol=1e-12
    )


def test_two_classes_by_hand() -> None:
    true = numpy.asarray([1, 1, 1, 0, 0, 0, 0])
    pred = numpy.asarray([0.9, 0.8, 0.2, 0.7, 0.1, 0.2, 0.3])  # TP 2, FN 1, FP 1, TN 3
    came = [each()(true, pred) for each in (Precision, Recall, Specificity, NegativePredictiveValue, FScore)]
    assert came == [2 / 3, 2 / 3, 3 / 4, 3 / 4, 2 / 3]
    assert Specificity()(true, pred) == oracle.recall_score(true, pred > 0.5, pos_label=0)
    assert NegativePredictiveValue()(true, pred) == oracle.precision_score(true, pred > 0.5, pos_label=0)
    assert Recall(threshold=0.15)(true, pred[:, None]) == 1.0
    assert Recall(threshold=0.0)(true, pred - 0.5) == 2 / 3


def test_every_backend(backend: Any) -> None:
    true, A = numpy.asarray([0, 2, 1, 2, 2]), rows(numpy.asarray([0, 1, 1, 2, 2]), 3)
    expected = [[1, 0, 0], [0, 1, 0], [0, 1, 2]]
    for y in (true, numpy.eye(3)[true], true[:, None]):
        matrix = confusion_matrix(backend(y), backend(A, "float32"))
        assert type(matrix) is type(backend(A))
        assert refold.to_numpy(matrix).tolist() == expected
    assert refold.to_numpy(confusion_matrix(backend(true), backend([0, 1, 1, 2, 2]))).tolist() == expected
    assert Recall("macro")(backend(true), backend(A)) == pytest.approx((1 + 1 + 2 / 3) / 3)
    assert type(Recall("macro")(backend(true), backend(A))) is float


def test_nothing_warns_where_there_is_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for kind in NAMES:
            assert kind()(numpy.zeros(0, int), numpy.zeros(0)) == 0.0
            assert 0.0 <= kind()(numpy.zeros(3, int), numpy.zeros(3)) <= 1.0


def test_in_training_scores_are_of_all_samples_and_not_means_over_batches(tmp_path: Any) -> None:
    (x, y), _ = refold.load_digits()
    model = refold.Sequential([refold.Flatten(), refold.Dense(10)], seed=0)
    metrics = ["accuracy", Precision("macro"), FScore("weighted"), Recall("micro")]
    model.compile("adam", refold.SparseCategoricalCrossentropy(from_logits=True), metrics)
    assert list(model.fit(x, y).history) == [
        "loss", "accuracy", "macro_precision", "weighted_f_score", "micro_recall"
    ]  # fmt: skip
    pred = model.predict(x).argmax(axis=1)
    for size in (7, 2000):
        came = model.evaluate(x, y, batch_size=size, return_dict=True)
        assert came["accuracy"] == pytest.approx(oracle.accuracy_score(y, pred), rel=1e-12)
        assert came["macro_precision"] == pytest.approx(
            oracle.precision_score(y, pred, average="macro", zero_division=0.0)
        )
        assert came["weighted_f_score"] == pytest.approx(oracle.f1_score(y, pred, average="weighted"))
    model.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    assert again.evaluate(x, y) == model.evaluate(x, y)


def test_by_name_they_know_logits() -> None:
    x, y = numpy.asarray([[0.4], [-0.4], [0.3]]), numpy.asarray([1.0, 0.0, 0.0])
    model = refold.Sequential([refold.Linear()])
    model.compile("sgd", refold.BinaryCrossentropy(from_logits=True), ["precision", "recall", "npv"])
    assert model.evaluate(x, y)[1:] == [0.5, 1.0, 1.0]


def test_what_is_refused() -> None:
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'macro'"):
        Precision("makro")
    with pytest.raises(refold.WrongValueError, match=r"two classes, got 3.*refold.Recall\(average=.macro"):
        Recall()(numpy.asarray([0, 2]), numpy.eye(3)[[0, 1]])
    with pytest.raises(refold.ShapeError, match=r"confusion_matrix: y_true must have a class for each"):
        confusion_matrix(numpy.asarray([0, 1]), numpy.eye(3))
    with pytest.raises(refold.WrongValueError, match="class numbers from 0 to 2, got values from 0 to 3"):
        confusion_matrix(numpy.asarray([0, 1, 3]), numpy.eye(3))
    with pytest.raises(refold.WrongValueError, match="from -1 to 1"):
        confusion_matrix(numpy.asarray([0, 1, -1]), numpy.eye(3))
    with pytest.raises(refold.ArrayError, match="y_true must be an array, got a list"):
        refold.accuracy([0, 1], numpy.eye(2))
    with pytest.raises(refold.WrongValueError, match="a history holds one"):
        refold.Sequential().compile("sgd", "mse", [Precision(None)])


@pytest.mark.parametrize(
    ("true", "pred", "message"),
    [
        ([0, 1], [-1, 1], "y_pred must hold class numbers from 0 to 1, got values from -1 to 1"),
        ([0.5, 1.0], [0, 1], "y_true must hold class numbers, whole as they are, got fractions or NaN"),
        ([numpy.nan, 1.0], [0.4, 0.3], "got fractions or NaN"),
        ([numpy.inf, 1.0], [0.4, 0.3], "got fractions or NaN"),
        ([0, 1], [0.4, numpy.nan], "y_pred must hold numbers, got NaN"),
        ([0, 1], [[0.4, 0.6], [numpy.nan, 0.5]], "y_pred must hold numbers, got NaN"),
        ([[1.0, numpy.nan], [0.0, 1.0]], [[0.4, 0.6], [0.5, 0.5]], "y_true must hold numbers, got NaN"),
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_is_no_class_is_not_counted_as_one(true: Any, pred: Any, message: str, backend: Any) -> None:
    for score in (confusion_matrix, refold.accuracy):
        with pytest.raises(refold.WrongValueError, match=message):
            score(backend(true), backend(pred))


def test_of_no_sample_there_is_nothing_to_count(backend: Any) -> None:
    none = backend(numpy.zeros(0), "int64")
    assert refold.to_numpy(confusion_matrix(none, none)).tolist() == [[0, 0], [0, 0]]
    assert Precision()(none, none) == refold.accuracy(none, none) == 0.0


def test_senseless_arguments() -> None:
    with pytest.raises(refold.WrongValueError, match="FScore: beta must be a number of at least 0, got -1"):
        refold.FScore(beta=-1)
    with pytest.raises(refold.WrongValueError, match="Precision: threshold must be a number"):
        Precision(threshold="half")  # pyright: ignore[reportArgumentType]


def test_numbers_that_are_no_classes_need_no_matrix_as_large(backend: Any) -> None:
    """Prices, years or ids: theirs would take more memory than there is."""
    prices = backend([0, 250_000], "int64")
    for score in (confusion_matrix, refold.FScore("macro")):
        with pytest.raises(
            refold.WrongValueError, match=r"may be 16384 classes, .* got class numbers up to 250000"
        ):
            score(prices, prices)
    assert refold.accuracy(prices, prices) == 1.0
