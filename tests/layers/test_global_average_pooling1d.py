from typing import Any

import numpy
import pytest

import refold
from refold import Dense, Embedding, GlobalAveragePooling1D, Sequential

from ..oracles import check_against_keras, keras, keras_pass, refold_pass
from .test_recurrent import masked


@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("shape", [(3, 4, 5), (1, 1, 1), (2, 7, 3)])
def test_keras(keepdims: bool, shape: tuple[int, ...]) -> None:
    theirs = keras().layers.GlobalAveragePooling1D(keepdims=keepdims)
    check_against_keras(GlobalAveragePooling1D(keepdims=keepdims), theirs, shape)


@pytest.mark.parametrize("keepdims", [False, True])
def test_masks(keepdims: bool) -> None:
    ours = GlobalAveragePooling1D(keepdims=keepdims)
    theirs = keras().layers.GlobalAveragePooling1D(keepdims=keepdims)
    rng = numpy.random.default_rng(0)
    X, mask = rng.normal(size=(6, 5, 3)), rng.random((6, 5)) < 0.6
    mask[:, 2], mask[0] = True, True
    X[~mask] = numpy.nan  # what does not count may be anything
    dA = rng.normal(size=ours.forward(X).shape)
    expected, came = keras_pass(masked(theirs, mask), X, dA), refold_pass(masked(ours, mask), X, dA)
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))
    assert ours.compute_mask(X, mask) is None


def test_a_sequence_in_which_no_step_counts(backend: Any) -> None:
    layer, X = GlobalAveragePooling1D(), backend(numpy.ones((2, 3, 1)), "float64")
    A = layer.forward(X, backend([[0, 0, 0], [1, 1, 0]]))
    assert refold.to_numpy(A).tolist() == [[0.0], [1.0]]
    assert refold.to_numpy(layer.backward(A)).tolist() == [[[0.0]] * 3, [[0.5], [0.5], [0.0]]]
    A = layer.forward(X)  # the mask is that of one pass
    assert refold.to_numpy(layer.backward(A)).ravel().tolist() == [1.0 / 3.0] * 6


def test_words_in_any_number_as_in_keras() -> None:
    """Embedding, the mean over the words, and Dense: as texts are first classified."""
    k, rng = keras().layers, numpy.random.default_rng(0)
    theirs = keras().Sequential(
        [k.Embedding(9, 4, mask_zero=True), k.GlobalAveragePooling1D(), k.Dense(3, "relu"), k.Dense(1)]
    )
    ours = Sequential(
        [
            Embedding(9, 4, mask_zero=True, dtype="float64"),
            GlobalAveragePooling1D(),
            Dense(3, "relu"),
            Dense(1),
        ]
    )
    ids, y = rng.integers(1, 9, (8, 6)), rng.normal(size=(8, 1))
    ids[1, 4:] = ids[2, 1:] = ids[5, 3:] = 0
    theirs.build((None, 6))
    ours.predict(ids)
    ours.set_weights(theirs.get_weights())
    assert ours.count_params() == theirs.count_params()
    numpy.testing.assert_allclose(ours.predict(ids), theirs(ids).detach().numpy(), rtol=1e-10)
    ours.compile(refold.SGD(0.1), "mse")
    theirs.compile(keras().optimizers.SGD(0.1), "mse")
    for model in (ours, theirs):
        model.fit(ids, y, epochs=3, batch_size=3, shuffle=False, verbose=0)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-12)


def test_long_sequences_hold_their_digits(backend: Any) -> None:
    X = backend(numpy.full((1, 1_000_000, 3), 0.1), "float32")
    numpy.testing.assert_allclose(refold.to_numpy(GlobalAveragePooling1D().forward(X)), 0.1, rtol=1e-4)


@pytest.mark.parametrize("shape", [(2, 3, 4, 1), (2, 0, 4), (2, 3)])
def test_wrong_shapes(shape: tuple[int, ...]) -> None:
    with pytest.raises(refold.ShapeError, match=r"GlobalAveragePooling1D\.forward: X must have"):
        GlobalAveragePooling1D().forward(numpy.zeros(shape))


def test_a_mask_of_another_shape() -> None:
    with pytest.raises(refold.ShapeError, match=r"GlobalAveragePooling1D\.forward: mask must have shape"):
        GlobalAveragePooling1D().forward(numpy.zeros((2, 3, 4)), numpy.ones((2, 4)))
