from typing import Any

import numpy
import pytest

import refold
from refold import losses, metrics

from .oracles import keras

y = numpy.asarray([0, 2, 1, 2])
A = numpy.asarray([[0.8, 0.1, 0.1], [0.1, 0.2, 0.7], [0.5, 0.4, 0.1], [0.0, 0.9, 0.1]])


@pytest.mark.parametrize("true", [y, y[:, None], numpy.eye(3)[y], numpy.eye(3, dtype=bool)[y]])
def test_accuracy_of_classes(true: Any, backend: Any) -> None:
    _, accuracy = metrics.find("accuracy", losses.find("mse"))
    assert accuracy(backend(true), backend(A)) == 0.5


def test_accuracy_of_one_output_knows_logits(backend: Any) -> None:
    true, came = backend([[0.0], [1.0], [1.0], [0.0]]), backend([[-3.0], [0.2], [0.7], [0.1]])
    assert metrics.find("acc", losses.BinaryCrossentropy())[1](true, came) == 0.75
    assert metrics.find("acc", losses.BinaryCrossentropy(from_logits=True))[1](true, came) == 0.75
    assert (
        metrics.find("acc", losses.BinaryCrossentropy(from_logits=True))[1](true[:2, ...], came[:2, ...])
        == 1.0
    )
    assert metrics.find("acc", losses.BinaryCrossentropy())[1](true[:2, ...], came[:2, ...]) == 0.5


def test_labels_without_the_last_axis(backend: Any) -> None:
    assert (
        metrics.find("accuracy", None)[1](backend([0, 1, 1, 0]), backend([[0.1], [0.9], [0.2], [0.3]]))
        == 0.75
    )
    assert metrics.find("mae", None)[1](backend([0.0, 1.0]), backend([[0.5], [1.0]])) == 0.25


x, targets = numpy.random.default_rng(0).normal(size=(20, 3)), numpy.eye(2)[[0, 1] * 10]


def evaluated(asked: Any, loss: Any = "categorical_crossentropy", y: Any = targets) -> dict[str, float]:
    model = refold.Sequential([refold.Dense(2, activation="softmax", input_shape=(3,))], seed=0)
    model.compile("sgd", loss, asked)
    return model.evaluate(x, y, return_dict=True)


@pytest.mark.parametrize(
    "name",
    ["binary_accuracy", "categorical_accuracy", "binary_crossentropy", "categorical_crossentropy", "MSE"],
)
def test_names_of_keras(name: str) -> None:
    ours = refold.Sequential([refold.Dense(2, activation="softmax", input_shape=(3,))], seed=0)
    ours.compile("sgd", "mse", [name])
    theirs = keras().Sequential([keras().Input((3,)), keras().layers.Dense(2, activation="softmax")])
    theirs.set_weights(ours.get_weights())
    theirs.compile("sgd", "mse", metrics=[name.lower()])
    expected = theirs.evaluate(x, targets, verbose=0)
    assert ours.evaluate(x, targets) == pytest.approx(expected, rel=1e-6)  # its means are of float32


@pytest.mark.parametrize(
    "name",
    [
        *("F1Score", "MeanSquaredError", "KLDivergence", "BinaryCrossentropy", "Precision"),
        *("BinaryAccuracy", "CategoricalAccuracy", "SparseCategoricalAccuracy"),
    ],
)
def test_names_of_classes_of_keras(name: str) -> None:
    assert list(evaluated([name])) == ["loss", keras().metrics.get(name).name]


def test_names_of_our_classes() -> None:
    assert list(evaluated(["FScore", "NegativePredictiveValue"])) == ["loss", "f_score", "npv"]
    with pytest.raises(refold.UnknownNameError, match="No metric is called 'f2score'"):
        evaluated(["F2Score"])


def test_in_any_case_as_class_function_or_object() -> None:
    both = {"loss", "precision", "precision_1"}
    assert evaluated(["Precision", refold.Precision]).keys() == both
    assert evaluated(["precision", refold.Precision()]).keys() == both
    assert list(evaluated(refold.accuracy)) == ["loss", "accuracy"]
    assert list(evaluated(refold.Recall())) == ["loss", "recall"]
    results = evaluated([refold.CategoricalCrossentropy(), refold.categorical_crossentropy])
    assert list(results) == ["loss", "categorical_crossentropy", "categorical_crossentropy_1"]
    assert len(set(results.values())) == 1
    assert evaluated(["f1_score"])["f1_score"] == evaluated(["f_score"])["f_score"]


def test_metrics_of_one_name_are_all_kept() -> None:
    strict, lax = refold.Precision("macro", threshold=0.9), refold.Precision("macro", threshold=0.1)
    model = refold.Sequential([refold.Dense(1, activation="sigmoid", input_shape=(3,))], seed=0)
    model.compile("sgd", "bce", [strict, lax])
    y = numpy.asarray([0, 1] * 10)
    results = model.evaluate(x, y, return_dict=True)
    A = model.predict(x)
    assert results["macro_precision"] == strict(y, A) != lax(y, A) == results["macro_precision_1"]


def test_a_metric_called_loss_leaves_the_loss_alone() -> None:
    def loss(y_true: Any, y_pred: Any) -> float:
        return 1.0

    assert evaluated([loss]) == {"loss": evaluated([])["loss"], "loss_1": 1.0}


def test_a_metric_may_give_a_number_a_sample() -> None:
    def errors(y_true: Any, y_pred: Any) -> Any:
        return abs(y_true - y_pred)

    results = evaluated([errors, "mae"])
    assert results["errors"] == pytest.approx(results["mae"], rel=1e-12)
    with pytest.raises(refold.WrongValueError, match="metric 'nothing' must give a number, got None"):
        evaluated([nothing])


def nothing(y_true: Any, y_pred: Any) -> None:
    """Ends without `return`."""


def test_a_cross_entropy_and_a_function_know_logits() -> None:
    Z, y = numpy.asarray([[0.2], [-0.1], [0.3]]), numpy.asarray([1.0, 0.0, 1.0])
    model = refold.Sequential([refold.Linear()])
    model.compile("sgd", refold.BinaryCrossentropy(from_logits=True), ["bce", refold.accuracy])
    loss, bce, accuracy = model.evaluate(Z, y)
    assert (bce, accuracy) == (loss, 1.0)


@pytest.mark.parametrize("wrong", [["accuray"], [None], 3, [["accuracy"]]])
def test_what_is_no_metric(wrong: Any) -> None:
    with pytest.raises(refold.RefoldError, match="metric"):
        evaluated(wrong)


def test_labels_are_counted_one_by_one(backend: Any) -> None:
    true, came = backend([[1.0, 0.0, 1.0], [1.0, 1.0, 1.0]]), backend([[0.9, 0.1, 0.9], [0.9, 0.9, 0.2]])
    assert refold.binary_accuracy(true, came) == 5 / 6
    with pytest.raises(refold.ShapeError, match=r"binary_accuracy: y_true must have shape \(2, 3\)"):
        refold.binary_accuracy(backend(numpy.ones((3, 2))), came)


def test_a_threshold_is_a_number() -> None:
    for metric in (refold.accuracy, refold.binary_accuracy, refold.confusion_matrix):
        with pytest.raises(refold.WrongValueError, match="threshold must be a number that is finite"):
            metric(numpy.asarray([0, 1]), numpy.asarray([0.2, 0.8]), None)


def test_half_is_the_threshold_and_one_output_needs_no_axis(backend: Any) -> None:
    true, came = backend([1.0, 0.0, 1.0, 0.0]), backend([[0.6], [0.4], [0.4], [0.6]])
    assert refold.accuracy(true, came) == refold.binary_accuracy(true, came) == 0.5
    expected = keras().metrics.binary_accuracy([[1.0], [0.0], [1.0], [0.0]], refold.to_numpy(came))
    assert float(expected.numpy().mean()) == 0.5


def test_lists_are_no_arrays() -> None:
    for true, came in (([1.0], numpy.ones(1)), (numpy.ones(1), [1.0])):
        with pytest.raises(refold.ArrayError, match=r"binary_accuracy: y_\w+ must be an array, got a list"):
            refold.binary_accuracy(true, came)  # type: ignore[arg-type]


def test_of_one_sample_a_metric_is_that_of_the_sample() -> None:
    model = refold.Sequential([refold.Linear()])
    model.compile("sgd", "mse", ["mae", "accuracy"])
    results = model.evaluate(numpy.asarray([[0.2, 0.9]]), numpy.asarray([[0.0, 1.0]]), return_dict=True)
    assert results["mae"] == pytest.approx(0.15, rel=1e-12)
    assert results["accuracy"] == 1.0


def test_where_a_metric_of_ones_own_fails_it_is_named() -> None:
    model = refold.Sequential([refold.Linear()])
    model.compile("sgd", "mse", [lambda y_true: 1.0])
    with pytest.raises(TypeError) as caught:
        model.evaluate(numpy.ones((2, 1)), numpy.ones((2, 1)))
    assert caught.value.__notes__ == ["This was the metric '<lambda>', called with y_true and y_pred."]


def test_a_metric_of_ones_own_that_changes_what_it_is_given_spoils_nothing(backend: Any) -> None:
    def rounded(y_true: Any, y_pred: Any) -> float:
        xp = refold.namespace(y_pred)
        y_pred[...] = xp.astype(y_pred >= 0.5, y_pred.dtype)
        y_true[...] = xp.astype(y_true == y_pred, y_true.dtype)
        return float(refold.to_numpy(y_true).mean())

    rng = numpy.random.default_rng(0)
    X = rng.normal(size=(40, 3))
    Y = (X[:, :1] > 0.0) * 1.0
    histories = []
    for measured in ([], [rounded, "binary_accuracy"]):
        x, y = backend(X, "float64"), backend(Y, "float64")
        model = refold.Sequential([refold.Dense(1, "sigmoid")], seed=0)
        model.compile("sgd", "binary_crossentropy", measured)
        histories.append(model.fit(x, y, epochs=3, shuffle=False, verbose=0).history)
        numpy.testing.assert_array_equal(refold.to_numpy(y), Y)
    assert histories[0]["loss"] == histories[1]["loss"]
    assert histories[1]["rounded"] == pytest.approx(histories[1]["binary_accuracy"])
