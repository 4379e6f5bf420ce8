"""float16 ends at 65,504, and sums get there soon: means and lengths are worked out in 32 bits."""

from typing import Any

import numpy
import pytest

import refold
from refold import Layer
from refold.clipping import clip_by_norm, shrinkage

LAYERS = [
    (refold.BatchNormalization(), (2000, 3)),
    (refold.LayerNormalization(), (3, 2000)),
    (refold.GroupNormalization(2), (2, 1000, 4)),
    (refold.AveragePooling1D(2000, padding="same"), (2, 3000, 2)),
    (refold.AveragePooling2D(40), (2, 40, 40, 2)),
    (refold.GlobalAveragePooling1D(), (2, 2000, 2)),
    (refold.GlobalAveragePooling2D(), (2, 40, 50, 2)),
]


@pytest.mark.parametrize(("layer", "shape"), LAYERS, ids=lambda value: type(value).__name__)
@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_means_of_many(layer: Layer, shape: tuple[int, ...], library: str) -> None:
    rng = numpy.random.default_rng(0)
    X = rng.normal(60.0, 3.0, shape).astype("float16")
    results: list[dict[str, Any]] = []
    for dtype in ("float16", "float64"):
        made = type(layer)(**layer.config)
        made.training = True
        there = numpy.asarray(X, dtype)
        if library == "torch":
            there = pytest.importorskip("torch", reason="torch is not installed").tensor(there)
        A = made.forward(there)
        dA = numpy.random.default_rng(1).normal(0.0, 30.0, A.shape).astype("float16")
        dX = made.backward(refold.asarray(dA, dtype, like=there))
        made.compute_gradients()
        results.append({"A": A, "dX": dX, **made.grads})
        assert {value.dtype for value in results[-1].values()} == {there.dtype}
        results[-1] |= made.buffers
    half, exact = ({key: refold.to_numpy(value) for key, value in each.items()} for each in results)
    for key, expected in exact.items():
        tolerance = 2e-3 * abs(expected).max()
        numpy.testing.assert_allclose(half[key].astype("float64"), expected, atol=tolerance, err_msg=key)


@pytest.mark.parametrize("axis", [-1, 1])
def test_softmax_of_more_classes_than_float16_can_count(axis: int) -> None:
    A = refold.Softmax(axis=axis).forward(numpy.zeros((1, 70_000), "float16"))
    assert A.dtype == "float16"
    assert A.sum(dtype="float64") == pytest.approx(1.0, rel=0.01)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("approximate", [False, True])
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_gelu_far_out(approximate: bool, dtype: str, library: str) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    x = torch.tensor([-1e4, -300.0, -41.0, -2.0, 0.0, 2.0, 41.0, 300.0, 1e4], dtype=getattr(torch, dtype))
    x.requires_grad_()
    A = torch.nn.functional.gelu(x, approximate="tanh" if approximate else "none")
    A.sum().backward()
    X = x.detach() if library == "torch" else x.detach().numpy()
    layer = refold.GELU(approximate)
    tolerance = {"float16": 1e-2, "float32": 1e-5, "float64": 1e-12}[dtype]
    numpy.testing.assert_allclose(layer.forward(X), A.detach(), rtol=tolerance)
    numpy.testing.assert_allclose(layer.backward(X * 0 + 1), x.grad, rtol=tolerance, atol=tolerance)


def test_clipping_gradients_whose_squares_are_too_large() -> None:
    G = numpy.full((100, 100), 10.0, "float16")
    numpy.testing.assert_allclose(clip_by_norm(G, 1.0), 0.01, rtol=1e-3)
    assert clip_by_norm(G, 1.0).dtype == "float16"
    assert float(shrinkage([G, G], 1.0)) == pytest.approx(0.001 / 2**0.5, rel=1e-3)
    optimizer = refold.SGD(1.0, global_clipnorm=1.0)
    optimizer.start_step([G])
    step = optimizer.change("P", G, G)
    assert step.dtype == "float16"
    numpy.testing.assert_allclose(step, -0.01, rtol=1e-3)


@pytest.mark.parametrize("name", ["adagrad", "adam", "adamw", "rmsprop", "sgd"])
@pytest.mark.parametrize("library", ["numpy", "torch"])
def test_steps_after_gradients_whose_squares_are_too_small(name: str, library: str) -> None:
    """In 16 bits Adam's V stayed 0, and 0.001 / (sqrt(0) + 1e-7) is a step hundreds of times too long."""
    first, *rest = numpy.random.default_rng(0).uniform(-1e-3, 1e-3, (4, 5))
    steps = []
    for dtype in ("float16", "float64"):
        optimizer = refold.optimizers.find(name)
        for G in (first, *rest):
            arrays = [refold.asarray(each.astype(dtype)) for each in (numpy.ones(5), G.astype("float16"))]
            if library == "torch":
                torch = pytest.importorskip("torch", reason="torch is not installed")
                arrays = [torch.asarray(each) for each in arrays]
            optimizer.start_step()
            step = optimizer.change("dense/W", *arrays)
            assert step.dtype == arrays[0].dtype
        steps.append(refold.to_numpy(step).astype("float64"))
    numpy.testing.assert_allclose(*steps, rtol=2e-3, atol=1e-7)


@pytest.mark.parametrize("library", ["numpy", "torch"])
@pytest.mark.parametrize("options", [{}, {"scale": False, "center": False}])
def test_moving_statistics(options: dict[str, Any], library: str) -> None:
    """In 16 bits a moving mean of 60 did not grow by 0.01, and a variance of 1e8 was infinite."""
    rng, layers = numpy.random.default_rng(0), []
    for dtype in ("float16", "float64"):
        layer = refold.BatchNormalization(**options)
        for X in rng.normal([60.0, 0.0], [0.5, 1e4], (300, 50, 2)).clip(-5e4, 5e4).astype(dtype):
            if library == "torch":
                X = pytest.importorskip("torch", reason="torch is not installed").asarray(X)
            A = layer(X, training=True)
            assert A.dtype == X.dtype == layer(X).dtype
        layers.append(layer)
    for half, whole in zip(*(layer.get_weights()[-2:] for layer in layers), strict=True):
        numpy.testing.assert_allclose(half, whole, rtol=0.03, atol=300)
    half, whole = (layer.get_weights()[-2][0] for layer in layers)
    assert abs(half - whole) < 0.1
