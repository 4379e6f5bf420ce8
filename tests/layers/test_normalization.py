"""What the normalizations share: rows, blocks of them, gamma and beta."""

from functools import partial
from typing import Any

import numpy
import pytest

import refold
from refold import BatchNormalization, GroupNormalization, LayerNormalization
from refold.layers import normalization

from ..oracles import refold_pass

ONE_CHANNEL_A_GROUP = pytest.param(partial(GroupNormalization, -1), id="GroupNormalization")
every_kind = pytest.mark.parametrize("kind", [BatchNormalization, LayerNormalization, ONE_CHANNEL_A_GROUP])


@every_kind
@pytest.mark.parametrize("axis", [1, 2, -1])
def test_blocks_of_rows_change_nothing(kind: Any, axis: int, monkeypatch: pytest.MonkeyPatch) -> None:
    X, dA = numpy.random.default_rng(0).normal(size=(2, 7, 5, 3))
    expected = refold_pass(kind(axis=axis, seed=0), *(each[None] for each in (X, dA)))
    monkeypatch.setattr(normalization, "block_size", lambda X: 4 * 2 * X.shape[1])
    layer = kind(axis=axis, seed=0)
    came = refold_pass(layer, *(each[None] for each in (X, dA)))
    assert len(list(layer.blocks(layer.rows(X[None])))) > 3
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-12, atol=1e-13, err_msg=str(key))


@every_kind
@pytest.mark.parametrize("axis", [1, -1])
@pytest.mark.parametrize("training", [False, True])
def test_rows_side_by_side_change_nothing(
    kind: Any, axis: int, training: bool, backend: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    X, dA = numpy.random.default_rng(0).normal(2.0, 3.0, size=(2, 4, 6, 3, 5))
    makers = {"beta_initializer": refold.RandomNormal(0.0, 1.0), "gamma_initializer": "random_normal"}

    def came() -> tuple[int, list[Any]]:
        layer = kind(axis=axis, seed=0, **makers)
        layer.training = training
        found = [layer.forward(backend(X)), layer.backward(backend(dA))]
        layer.compute_gradients()
        return layer.repeats, [refold.to_numpy(each) for each in (*found, *layer.grads.values())]

    alone, expected = came()
    monkeypatch.setattr(normalization, "LONG", 8)
    repeats, found = came()
    assert alone == 1 < repeats
    for each, value in zip(found, expected, strict=True):
        numpy.testing.assert_allclose(each, value, rtol=1e-12, atol=1e-13)


@every_kind
def test_gamma_and_beta_come_after(kind: Any) -> None:
    X = numpy.random.default_rng(0).normal(size=(4, 3))
    layer, bare = (
        kind(beta_initializer="ones", gamma_initializer=refold.Constant(2.0)),
        kind(scale=False, center=False),
    )
    numpy.testing.assert_allclose(layer.forward(X), 2.0 * bare.forward(X) + 1.0)
    assert list(layer.params) == ["gamma", "beta"]
    assert list(bare.params) == []


@every_kind
def test_senseless_epsilon(kind: Any) -> None:
    for epsilon in (-1e-3, "small", None):
        with pytest.raises(refold.WrongValueError, match="epsilon must be a number of at least 0"):
            kind(epsilon=epsilon)


@pytest.mark.parametrize(
    ("kind", "axis"),
    [
        (BatchNormalization, 1),
        (GroupNormalization, -1),
        (LayerNormalization, -1),
        (LayerNormalization, (1, 2)),
    ],
)
def test_the_axis_reads_as_it_was_given(kind: Any, axis: Any) -> None:
    assert kind(axis=axis).axis == axis
