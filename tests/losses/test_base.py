from typing import Any

import numpy
import pytest

import refold
from refold import losses


@pytest.mark.parametrize("name", ["mse", "huber", "binary_crossentropy", "categorical_crossentropy"])
def test_a_mask_takes_the_mean_over_what_counts(name: str, backend: Any) -> None:
    rng = numpy.random.default_rng(0)
    loss, mask = losses.find(name), rng.random((4, 5)) < 0.6
    P, Y = rng.uniform(0.1, 0.9, (4, 5, 3)), rng.uniform(0.1, 0.9, (4, 5, 3))
    expected, G = loss.with_gradient(Y[mask], P[mask])
    came, dP = loss.with_gradient(backend(Y), backend(P), mask=backend(mask))
    dP = refold.to_numpy(dP)
    assert came == pytest.approx(expected, rel=1e-12)
    assert loss(backend(Y), backend(P), mask=backend(mask)) == came
    numpy.testing.assert_allclose(dP[mask], G, rtol=1e-12)
    assert not dP[~mask].any()
    assert loss(backend(Y), backend(P), mask=backend(numpy.zeros((4, 5), bool))) == 0.0
    with pytest.raises(refold.ShapeError, match=r"mask must have shape \(4, 5\), got \(5, 4\)"):
        loss(Y, P, mask=mask.T)


@pytest.mark.parametrize("name", losses.LOSSES)
def test_half_precision_loses_no_more_than_its_predictions_did(name: str) -> None:
    P = numpy.asarray([[1.0, 0.0, 0.0], [0.25, 0.5, 0.25]])
    y = numpy.asarray([0, 2]) if "sparse" in name else numpy.asarray([[1, 0, 0], [0, 1, 0]])
    loss = losses.find(name)
    value, G = loss.with_gradient(y, P.astype("float16"))
    assert value == pytest.approx(loss(y, P), rel=1e-5, abs=1e-6)
    numpy.testing.assert_allclose(G, loss.gradient(y, P), rtol=1e-5)


@pytest.mark.parametrize("shape", [(), (3, 0)])
def test_what_has_no_output(shape: tuple[int, ...]) -> None:
    for name in ("mse", "mae", "huber", "bce"):
        with pytest.raises(refold.ShapeError, match=r"must have shape \(m, ..., n\) with an output at least"):
            losses.find(name)(numpy.ones(shape), numpy.ones(shape))


class Quantile(refold.Loss):
    """The mean of max(q E, (q - 1) E), E = Y - A: its best A is the quantile q of Y."""

    def __init__(self, q: float) -> None:
        self.q = q

    def per_sample(self, xp: Any, Y: Any, A: Any) -> Any:
        return xp.mean(xp.maximum(self.q * (Y - A), (self.q - 1.0) * (Y - A)), axis=-1)

    def slope(self, xp: Any, Y: Any, A: Any) -> Any:
        return xp.where(A < Y, -self.q, 1.0 - self.q) / A.shape[-1]


def test_a_loss_of_ones_own_is_trained() -> None:
    y = numpy.random.default_rng(0).normal(size=(500, 1))
    model = refold.Sequential([refold.Dense(1)], seed=0)
    model.compile(refold.SGD(0.05), Quantile(0.8))
    model.fit(numpy.zeros((500, 1)), y, epochs=60)
    assert abs(float(model.predict(numpy.zeros((1, 1)))[0, 0]) - numpy.quantile(y, 0.8)) < 0.1


@pytest.mark.parametrize(
    ("stage", "result", "message"),
    [
        ("per_sample", lambda Y, A: (A - Y) ** 2, r"must have shape \(4,\), got \(4, 2\)"),
        ("per_sample", lambda Y, A: ((A - Y) ** 2).mean(), r"must have shape \(4,\), got \(\)"),
        ("per_sample", lambda Y, A: None, r"must be an array, got None"),
        ("slope", lambda Y, A: (A - Y).T, r"must have shape \(4, 2\), got \(2, 4\)"),
        ("slope", lambda Y, A: (A - Y)[:, :1], r"must have shape \(4, 2\), got \(4, 1\)"),
        ("slope", lambda Y, A: 0.0, r"must be an array, got a float"),
        ("slope", lambda Y, A: numpy.where(A < Y, -1, 1), r"must be floating, got int64\. xp\.astype"),
    ],
)
def test_what_a_loss_of_ones_own_gives_is_checked(stage: str, result: Any, message: str) -> None:
    wrong = type("Own", (Quantile,), {stage: lambda self, xp, Y, A: result(Y, A)})(0.5)
    Y, A = numpy.zeros((4, 2)), numpy.ones((4, 2))
    alone = wrong if stage == "per_sample" else wrong.gradient
    for use in (wrong.with_gradient, alone):
        with pytest.raises(refold.RefoldError, match=rf"Own\.{stage}: its result {message}"):
            use(Y, A)


class InPlace(refold.Loss):
    """The mean of E^2, worked out in the memory of A."""

    def per_sample(self, xp: Any, Y: Any, A: Any) -> Any:
        A -= Y
        A *= A
        return xp.mean(A, axis=-1)

    def slope(self, xp: Any, Y: Any, A: Any) -> Any:
        A -= Y
        A *= 2.0 / A.shape[-1]
        Y *= 0.0
        return A


def test_a_loss_of_ones_own_may_change_what_it_is_given(backend: Any) -> None:
    rng = numpy.random.default_rng(0)
    x, y = (backend(rng.normal(size=(8, 3))) for _ in range(2))
    kept, weights = refold.to_numpy(y).copy(), []
    for loss in (InPlace(), "mse"):
        model = refold.Sequential([refold.Dense(3, "tanh")], seed=0)
        model.compile("sgd", loss, ["mae"])
        weights.append((model.fit(x, y, epochs=2, verbose=0).history, model.get_weights()))
    (first, ours), (second, known) = weights
    for key in first:
        assert first[key] == pytest.approx(second[key], rel=1e-6)
    for came, expected in zip(ours, known, strict=True):
        numpy.testing.assert_allclose(came, expected, rtol=1e-5)
    numpy.testing.assert_array_equal(refold.to_numpy(y), kept)
    A = backend(rng.normal(size=(8, 3)))
    assert refold.to_numpy(InPlace().gradient(y, A)) == pytest.approx(
        refold.to_numpy(refold.losses.find("mse").gradient(y, A))
    )


@pytest.mark.parametrize("shape", [(4,), (4, 2)])
def test_a_slope_that_is_the_prediction_itself_leaves_it_alone(shape: tuple[int, ...]) -> None:
    half = type("Half", (Quantile,), {"slope": lambda self, xp, Y, A: A})(0.5)
    A = numpy.ones(shape)
    assert numpy.array_equal(half.gradient(numpy.zeros(shape), A), A / 4)
    assert numpy.array_equal(half.with_gradient(numpy.zeros(shape), A)[1], A / 4)
    assert numpy.array_equal(A, numpy.ones(shape))
