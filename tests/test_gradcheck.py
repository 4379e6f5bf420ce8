from typing import Any

import numpy
import pytest

import refold
from refold import Dense, ReLU, gradient_check
from refold.layers.base import Layer

from .students import Scale

X = numpy.random.default_rng(0).normal(size=(4, 3))


def wrong(use_bias: bool = True, **stages: Any) -> Any:
    return type("Dense", (Dense,), stages)(3, seed=0, use_bias=use_bias)


@pytest.mark.parametrize(
    ("layer", "names"),
    [
        (wrong(False, backward=lambda self, dA: Dense.backward(self, dA) * 1.001), {"X"}),
        (
            wrong(
                False,
                compute_gradients=lambda self: self.grads.update(W=self.cache["X"].T @ self.cache["dZ"] * 2),
            ),
            {"W"},
        ),
    ],
)
def test_a_mistake_is_found_where_it_is(layer: Any, names: set[str]) -> None:
    check = gradient_check(layer, X)
    assert not check
    assert {name for name, error in check.errors.items() if error > check.tolerance} == names
    assert f"d{names.copy().pop()}: " in repr(check)
    assert "DIFFERS" in repr(check)


def test_nan_and_wrong_shapes_never_pass() -> None:
    def nan(self: Any, dA: Any) -> Any:
        dX = Dense.backward(self, dA)
        dX[-1, -1] = numpy.nan
        return dX

    assert not gradient_check(wrong(backward=nan), X)
    layer = wrong(compute_gradients=lambda self: self.grads.update(W=numpy.ones((2, 2)), b=numpy.ones(3)))
    with pytest.raises(refold.ShapeError, match=r"grads\['W'\] must have shape \(3, 3\), got \(2, 2\)"):
        gradient_check(layer, X)


def test_a_factor_of_1_hides_no_change() -> None:
    def forward(self: Any, X: Any) -> Any:
        X *= self.params["W"][0]
        return Dense.forward(self, X)

    layer = type("Scaled", (Dense,), {"forward": forward})(3, kernel_initializer="ones")
    with pytest.raises(refold.WrongValueError, match=r"Scaled\.forward must leave X as it is"):
        gradient_check(layer, X.copy())


@pytest.mark.parametrize("name", ["X", "A", "dA"])
def test_what_others_hold_is_not_changed_unseen(name: str, backend: Any) -> None:
    class Twice(Layer):
        """A = 2 X, with a slip."""

        def compute_shapes(self, X: Any) -> None:
            self.shapes.update(X=X.shape, A=X.shape)

        def forward(self, X: Any) -> Any:
            self.compute_shapes(X)
            A = self.cache["A"] = 2.0 * X
            return self.doubled(X) if name == "X" else A

        def backward(self, dA: Any) -> Any:
            self.doubled({"A": self.cache["A"], "dA": dA}.get(name, dA + 0.0))
            return 2.0 * dA

        def doubled(self, X: Any) -> Any:
            X *= 2.0
            return X

    stage = "forward" if name == "X" else "backward"
    with pytest.raises(refold.WrongValueError, match=rf"Twice\.{stage} must leave {name} as it is.*a copy"):
        gradient_check(Twice(), backend(X.copy()))


def test_a_result_of_another_shape_than_compute_shapes_says_is_named() -> None:
    layer = wrong(forward=lambda self, X: Dense.forward(self, X)[:, :2])
    with pytest.raises(
        refold.ShapeError, match=r"Dense\.forward: its result A must have shape \(4, 3\), got"
    ):
        gradient_check(layer, X)


def test_it_reads_well() -> None:
    lines = repr(gradient_check(Dense(2, seed=0), X)).splitlines()
    assert lines[0] == "gradient_check, relative errors up to 1e-06 agree"
    assert [line.split(":")[0] for line in lines[1:]] == ["  dX", "  dW", "  db"]


def test_every_backend(backend: Any) -> None:
    assert gradient_check(Dense(2, activation="tanh"), backend(X)).passed


def test_float32_is_refused() -> None:
    with pytest.raises(refold.DTypeError, match="X must be float64, got float32"):
        gradient_check(Dense(2), X.astype("float32"))
    layer = Dense(2)
    layer.forward(X.astype("float32"))
    with pytest.raises(refold.DTypeError, match="A must be float64, got float32"):
        gradient_check(layer, X)


def test_parameters_and_training_are_as_before() -> None:
    layer = Dense(2, seed=0)
    layer.forward(X)
    before = layer.get_weights()
    gradient_check(layer, X, training=True)
    assert all(numpy.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True))
    assert layer.training is False


def test_only_some_elements_of_large_arrays() -> None:
    calls: list[int] = []

    def forward(self: Any, X: Any) -> Any:
        calls.append(1)
        return ReLU.forward(self, X)

    layer = type("Counted", (ReLU,), {"forward": forward})()
    assert gradient_check(layer, numpy.random.default_rng(0).normal(size=(100, 100)) + 5.0, samples=10).passed
    assert len(calls) == 1 + 2 * 10


def test_a_layer_with_chance_is_checked_with_the_same_draw() -> None:
    class Noise(Layer):
        """A = X * noise, drawn anew in each forward."""

        def compute_shapes(self, X: Any) -> None:
            self.dims.update(m=X.shape[0])
            self.shapes.update(X=X.shape, A=X.shape)

        def forward(self, X: Any) -> Any:
            self.compute_shapes(X)
            self.cache["noise"] = self.rng.normal(size=X.shape) if self.training else 1.0
            return X * self.cache["noise"]

        def backward(self, dA: Any) -> Any:
            return dA * self.cache["noise"]

    layer = Noise(seed=0)
    assert gradient_check(layer, X, training=True).passed
    assert not numpy.array_equal(layer.forward(X) * 0 + layer.rng.normal(size=X.shape), X)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"dA": numpy.ones((2, 3))}, r"gradient_check: dA must have shape \(2, 4\), got \(2, 3\)"),
        ({"dA": [[1.0] * 4] * 2}, "gradient_check: dA must be an array, got a list"),
        ({"epsilon": 0.0}, "gradient_check: epsilon must be a number above 0"),
        ({"samples": 0}, "gradient_check: samples must be a whole number of at least 1"),
        ({"tolerance": "small"}, "gradient_check: tolerance must be a number of at least 0"),
    ],
)
def test_senseless_options(options: dict, message: str) -> None:
    with pytest.raises(refold.RefoldError, match=message):
        refold.gradient_check(refold.Dense(4, seed=0), numpy.ones((2, 3)), **options)


def test_a_factor_that_is_1_at_first_is_not_forgotten_unseen() -> None:
    layer = refold.LayerNormalization()
    layer.scaled = lambda N: N + 0.0  # type: ignore[method-assign] # as gamma is 1, nobody would see it
    assert gradient_check(refold.LayerNormalization(), X)
    assert not gradient_check(layer, X)
    assert layer.params["gamma"].tolist() == [1.0, 1.0, 1.0]
    theirs = type("Forgot", (Scale,), {"backward": lambda self, dA: setattr(self, "dA", dA) or dA})()
    assert {key: error > 0.1 for key, error in gradient_check(theirs, X).errors.items()} == {
        "X": True,
        "s": False,
    }
    assert theirs.params["s"].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize("seed", range(60))
def test_a_gradient_that_is_always_0_agrees(seed: int) -> None:
    layer = refold.MultiHeadAttention(2, 3, seed=seed)  # a bias of the keys changes nothing
    x = numpy.random.default_rng(seed).normal(size=(2, 4, 5))
    assert gradient_check(layer, x, training=True, seed=seed).errors["bk"] < 5e-7


@pytest.mark.parametrize("shape", [(0, 3), (2, 0)])
def test_of_no_numbers_nothing_is_found_right(shape: tuple[int, int]) -> None:
    with pytest.raises(refold.ShapeError, match=r"gradient_check: X must hold a number at least, got shape"):
        gradient_check(Dense(2), numpy.zeros(shape))


def test_what_cannot_be_checked_is_named() -> None:
    with pytest.raises(refold.WrongValueError, match=r"layer: Dense is a class\. Make one"):
        gradient_check(Dense, X)
    with pytest.raises(refold.DTypeError, match=r'A must be float64.*a new layer with dtype="float64"'):
        gradient_check(refold.Embedding(3, 2), numpy.asarray([[1]]))
