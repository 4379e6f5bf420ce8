from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import GroupNormalization, LayerNormalization

from ..oracles import check_against_keras, keras, refold_pass


@pytest.mark.parametrize(
    ("groups", "axis", "shape"),
    [(2, -1, (5, 6)), (3, -1, (3, 4, 6)), (2, 1, (3, 4, 2, 3)), (-1, 2, (2, 3, 4, 2)), (1, -1, (2, 3, 3, 2))],
)
@pytest.mark.parametrize("options", [{}, {"center": False}, {"scale": False, "epsilon": 1e-6}])
def test_keras(groups: int, axis: int, shape: tuple[int, ...], options: dict) -> None:
    initializers = {"gamma_initializer": "random_normal", "beta_initializer": "random_normal"}
    theirs = keras().layers.GroupNormalization(groups, axis, **options, **initializers)
    check_against_keras(GroupNormalization(groups, axis, **options), theirs, shape)


def test_keras_with_as_many_groups_as_by_default() -> None:
    check_against_keras(GroupNormalization(), keras().layers.GroupNormalization(), (2, 3, 64))


@settings(max_examples=30, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(2, 5), st.integers(1, 5)),
    groups=st.integers(1, 3),
    each=st.integers(1, 3),
    middle=st.floats(-1e3, 1e3),
    spread=st.floats(0.1, 100.0),
)
def test_torch(shape: tuple[int, ...], groups: int, each: int, middle: float, spread: float) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng, shape = numpy.random.default_rng(0), (*shape, groups * each)
    X, dA = rng.normal(middle, spread, shape), rng.normal(size=shape)
    layer = GroupNormalization(groups, epsilon=1e-2, gamma_initializer="random_normal", seed=0)
    came = refold_pass(layer, X, dA)
    x, gamma, beta = (torch.tensor(v, requires_grad=True) for v in (X, *layer.get_weights()))
    A = torch.nn.functional.group_norm(x.permute(0, 3, 1, 2), groups, gamma, beta, 1e-2)
    A = A.permute(0, 2, 3, 1)
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, 0: gamma.grad, 1: beta.grad}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-7, atol=1e-7, err_msg=str(key))


@pytest.mark.parametrize("shape", [(4, 6), (3, 2, 6)])
def test_one_group_is_layer_normalization(shape: tuple[int, ...]) -> None:
    X, dA = numpy.random.default_rng(0).normal(size=(2, *shape))
    axes, bare = tuple(range(1, len(shape))), {"center": False, "scale": False}
    expected = refold_pass(LayerNormalization(axes, **bare), X, dA)
    came = refold_pass(GroupNormalization(1, **bare), X, dA)
    for key in ("A", "dX"):
        numpy.testing.assert_allclose(came[key], expected[key], rtol=1e-10, atol=1e-12)


def test_groups_have_mean_0_and_variance_1() -> None:
    layer = GroupNormalization(3, epsilon=0.0)
    A = layer.forward(numpy.random.default_rng(0).normal(1e4, 3.0, (5, 40, 9))).reshape(5, 40, 3, 3)
    numpy.testing.assert_allclose(A.mean(axis=(1, 3)), 0.0, atol=1e-9)
    numpy.testing.assert_allclose(A.var(axis=(1, 3)), 1.0, rtol=1e-9)


def test_a_constant_group_gives_zeros(backend: Any) -> None:
    A = GroupNormalization(2).forward(backend(numpy.full((2, 3, 4), 1e4), "float32"))
    assert not refold.to_numpy(A).any()


def test_wrong_shapes_groups_and_axes() -> None:
    with pytest.raises(refold.ShapeError, match=r"a multiple of 32 channels on axis -1, got shape \(5, 8\)"):
        GroupNormalization().forward(numpy.zeros((5, 8)))
    with pytest.raises(refold.ShapeError, match=r"a multiple of 2 channels on axis 1, got shape \(5, 3, 4\)"):
        GroupNormalization(2, axis=1).forward(numpy.zeros((5, 3, 4)))
    layer = GroupNormalization(2)
    layer.forward(numpy.zeros((5, 4)))
    with pytest.raises(refold.ShapeError, match=r"lengths \(4,\) along axis \(-1,\), got shape \(5, 2\)"):
        layer.forward(numpy.zeros((5, 2)))
    with pytest.raises(refold.ShapeError, match="beside that of the samples"):
        GroupNormalization(2, axis=0).forward(numpy.zeros((4, 2)))
    for groups in (0, -2, 1.5):
        with pytest.raises(refold.WrongValueError, match="GroupNormalization: groups must be"):
            GroupNormalization(groups)  # type: ignore[arg-type]
    with pytest.raises(refold.WrongValueError, match="GroupNormalization: axis must be a whole number"):
        GroupNormalization(2, axis=(1, 2))  # type: ignore[arg-type]


@pytest.mark.parametrize(("groups", "expected"), [(2, 2), (-1, 6)])
def test_how_many_groups_there_are_is_a_dimension(groups: int, expected: int) -> None:
    layer = GroupNormalization(groups=groups)
    layer.forward(numpy.ones((2, 5, 6)))
    assert layer.dims["groups"] == expected


def test_no_groups_are_refused() -> None:
    with pytest.raises(refold.WrongValueError, match=r"groups must be 1 or more, .*, got 0"):
        GroupNormalization(groups=0)
