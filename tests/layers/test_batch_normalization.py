from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import BatchNormalization

from ..oracles import check_against_keras, keras, refold_pass


def with_weights(layer: Any, theirs: Any, shape: tuple[int, ...]) -> None:
    """The same weights, none of them as they start, in both."""
    rng = numpy.random.default_rng(1)
    theirs.build(shape)
    layer.forward(numpy.zeros(shape))
    weights = [rng.uniform(0.5, 2.0, weight.shape) for weight in theirs.get_weights()]
    theirs.set_weights(weights)
    layer.set_weights(theirs.get_weights())


@pytest.mark.parametrize(
    ("axis", "shape"), [(-1, (6, 3)), (-1, (4, 3, 2, 5)), (1, (4, 3, 2)), (2, (4, 3, 2, 2))]
)
@pytest.mark.parametrize(
    "options", [{}, {"center": False}, {"scale": False}, {"momentum": 0.7, "epsilon": 1e-5}]
)
def test_keras(axis: int, shape: tuple[int, ...], options: dict) -> None:
    theirs = keras().layers.BatchNormalization(axis=axis, **options)
    ours = BatchNormalization(axis=axis, **options)
    with_weights(ours, theirs, shape)
    check_against_keras(ours, theirs, shape)  # outside training
    ours.training = True
    check_against_keras(ours, in_training(theirs), shape)
    ours.set_weights(theirs.get_weights())
    X = numpy.random.default_rng(3).normal(2.0, 3.0, shape)
    ours.forward(X)
    theirs(X, training=True)
    for came, expected in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(came, expected, rtol=1e-10)


def in_training(theirs: Any) -> Any:
    """The Keras layer, as while it is fitted; its moving values stay."""

    class InTraining:
        trainable_weights = theirs.trainable_weights
        get_weights = theirs.get_weights

        def __call__(self, X: Any) -> Any:
            before = theirs.get_weights()
            A = theirs(X, training=True)
            theirs.non_trainable_weights[0].assign(before[-2])
            theirs.non_trainable_weights[1].assign(before[-1])
            return A

    for weight in theirs.trainable_weights:
        weight.value.grad = None
    return InTraining()


@settings(max_examples=25, derandomize=True)
@given(st.lists(st.integers(1, 4), min_size=2, max_size=4), st.floats(-1e3, 1e3), st.floats(0.1, 100.0))
def test_torch(shape: list[int], middle: float, spread: float) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(middle, spread, (3, *shape)), rng.normal(size=(3, *shape))
    layer = BatchNormalization(axis=1)
    layer.training = True
    came = refold_pass(layer, X, dA)
    x, gamma, beta = (torch.tensor(v, requires_grad=True) for v in (X, *layer.get_weights()[:2]))
    A = torch.nn.functional.batch_norm(x, None, None, gamma, beta, training=True, eps=1e-3)
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, 0: gamma.grad, 1: beta.grad}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-7, atol=1e-7, err_msg=str(key))


@pytest.mark.parametrize("shape", [(4, 5, 3), (6, 3), (3, 4, 2, 5)])
def test_steps_that_a_mask_hides_do_not_count(shape: tuple[int, ...]) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(0)
    X, dA, mask = rng.normal(2.0, 3.0, shape), rng.normal(size=shape), rng.random(shape[:-1][:2]) < 0.6
    layer = BatchNormalization(momentum=0.0)
    layer.training = True
    A, dX = layer.forward(X, mask), layer.backward(dA)
    x = torch.tensor(X, requires_grad=True)
    counts = x[torch.tensor(mask)].reshape(-1, shape[-1])
    mean, variance = counts.mean(dim=0), counts.var(dim=0, unbiased=False)
    expected = (x - mean) / torch.sqrt(variance + 1e-3)
    expected.backward(torch.tensor(dA))
    pairs = [
        (A, expected),
        (layer.buffers["moving_mean"], mean),
        (layer.buffers["moving_variance"], variance),
    ]
    for came, value in [*pairs, (dX, x.grad)]:
        numpy.testing.assert_allclose(came, value.detach().numpy(), rtol=1e-10, atol=1e-12)


def test_a_mask_means_what_it_means_in_keras() -> None:
    rng = numpy.random.default_rng(0)
    X, mask = rng.normal(2.0, 3.0, (4, 5, 3)), rng.random((4, 5)) < 0.6
    theirs, ours = keras().layers.BatchNormalization(), BatchNormalization()
    ours.training = True
    expected = theirs(X, training=True, mask=mask).detach().numpy()
    numpy.testing.assert_allclose(ours.forward(X, mask), expected, rtol=1e-5)  # they add 1e-7 to the number
    for came, value in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(came, value, rtol=1e-7)
    hidden = BatchNormalization()
    hidden.training = True
    assert numpy.isfinite(hidden.forward(X, numpy.zeros((4, 5), bool))).all()


@pytest.mark.parametrize("axis", [-1, 1])
def test_a_mask_of_parts_of_steps_as_in_keras(axis: int) -> None:
    rng = numpy.random.default_rng(0)
    X = rng.normal(2.0, 3.0, (3, 4, 5, 2))
    X[rng.random((3, 4, 5)) < 0.4] = 0.0
    k = keras().layers
    theirs = keras().Sequential([k.Masking(), k.BatchNormalization(axis)])
    ours = refold.Sequential([refold.Masking(), refold.Residual([BatchNormalization(axis)])])
    expected = X + theirs(X, training=True).detach().numpy()
    numpy.testing.assert_allclose(ours(X, training=True), expected, rtol=1e-5)
    for came, value in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(came, value, rtol=1e-6, atol=1e-8)


def test_channels_have_mean_0_and_variance_1() -> None:
    layer = BatchNormalization(epsilon=0.0)
    layer.training = True
    A = layer.forward(numpy.random.default_rng(0).normal(5.0, 3.0, (50, 4, 3)))
    numpy.testing.assert_allclose(A.mean(axis=(0, 1)), 0.0, atol=1e-12)
    numpy.testing.assert_allclose(A.var(axis=(0, 1)), 1.0, rtol=1e-12)


def test_fit_moves_and_predict_does_not() -> None:
    rng = numpy.random.default_rng(0)
    x, y = rng.normal(3.0, 2.0, (64, 3)), rng.normal(size=(64, 1))
    model = refold.Sequential([BatchNormalization(), refold.Dense(1)], seed=0)
    model.compile("sgd", "mse")
    model.fit(x, y, epochs=300, verbose=0, batch_size=64)
    moved = model.layers[0].get_weights()[2:]
    numpy.testing.assert_allclose(moved[0], x.mean(axis=0), rtol=0.06)
    numpy.testing.assert_allclose(moved[1], x.var(axis=0), rtol=0.06)
    model.predict(x)
    for came, before in zip(model.layers[0].get_weights()[2:], moved, strict=True):
        numpy.testing.assert_array_equal(came, before)


def test_an_empty_batch_moves_nothing(backend: Any) -> None:
    layer = BatchNormalization()
    layer.training = True
    layer.forward(backend(numpy.zeros((0, 3))))
    assert refold.to_numpy(layer.buffers["moving_mean"]).tolist() == [0.0] * 3
    assert refold.to_numpy(layer.buffers["moving_variance"]).tolist() == [1.0] * 3


def test_moving_values_stay_where_the_data_are(backend: Any) -> None:
    layer, expected = BatchNormalization(), BatchNormalization()
    layer.training = expected.training = True
    x = numpy.random.default_rng(0).normal(size=(6, 3))
    layer.forward(backend(x))
    expected.forward(x)
    for key, value in layer.buffers.items():
        assert refold.backend.home(value) == refold.backend.home(backend.like)
        numpy.testing.assert_allclose(refold.to_numpy(value), expected.buffers[key], rtol=1e-12)


def test_wrong_shapes() -> None:
    layer = BatchNormalization()
    layer.forward(numpy.zeros((5, 3)))
    with pytest.raises(refold.ShapeError, match=r"lengths \(3,\) along axis \(-1,\), got shape \(5, 2\)"):
        layer.forward(numpy.zeros((5, 2)))
    with pytest.raises(refold.ShapeError, match="axis 0 beside that of the samples"):
        BatchNormalization(axis=0).forward(numpy.zeros((5, 2)))
    with pytest.raises(refold.WrongValueError, match="momentum must be a number from 0 to 1, got 9"):
        BatchNormalization(momentum=9)
    with pytest.raises(refold.WrongValueError, match="axis"):
        BatchNormalization(axis="channels")  # type: ignore[arg-type]
