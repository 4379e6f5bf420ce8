from typing import Any

import numpy
import pytest

import refold
from refold import BatchNormalization, Dense, Dropout, LayerNormalization, MultiHeadAttention, Residual

from ..oracles import keras, keras_pass, refold_pass


def test_a_length_that_varies_must_be_known_inside() -> None:
    with pytest.raises(
        refold.WrongValueError, match=r"PositionalEmbedding.*sequence_length must say how many"
    ):
        refold.Sequential([Residual([refold.PositionalEmbedding(), Dense(4)], input_shape=(None, 4))])
    model = refold.Sequential([Residual([refold.PositionalEmbedding(9), Dense(4)], input_shape=(None, 4))])
    assert model.measure() == ([(None, 4)], None)


def test_keras() -> None:
    layers = keras().layers
    inner = [layers.LayerNormalization(), layers.MultiHeadAttention(2, 3), layers.Dense(4, "tanh")]
    outer = layers.Input((5, 4))
    normal = inner[0](outer)
    theirs = keras().Model(outer, outer + inner[2](inner[1](normal, normal)))
    ours = Residual([LayerNormalization(), MultiHeadAttention(2, 3), Dense(4, "tanh")], input_shape=(5, 4))
    ours.set_weights(theirs.get_weights())
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=(3, 5, 4)), rng.normal(size=(3, 5, 4))
    expected, came = keras_pass(theirs, X, dA), refold_pass(ours, X, dA)
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))


@pytest.mark.parametrize("training", [False, True])
def test_all_that_a_block_may_hold(training: bool) -> None:
    block = [BatchNormalization(), Dense(3), Dropout(0.5), Residual([Dense(3, "tanh")]), Dense(3)]
    X = numpy.random.default_rng(0).normal(size=(4, 3))
    check = refold.gradient_check(Residual(block, seed=0), X, training=training)
    assert check, check
    assert {"batch_normalization_gamma", "dense_W", "residual_dense_W", "dense_1_b"} < check.errors.keys()


def test_training_moves_every_weight_and_what_batch_normalization_keeps() -> None:
    model = refold.Sequential([Residual([BatchNormalization(), Dense(3)]), Dense(1)], seed=0)
    model.compile("adam", "mse")
    rng = numpy.random.default_rng(0)
    x, y = rng.normal(5.0, 1.0, (40, 3)), rng.normal(size=(40, 1))
    model.predict(x[:1])
    before = model.get_weights()
    losses = model.fit(x, y, epochs=20, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert not any(numpy.array_equal(new, old) for new, old in zip(model.get_weights(), before, strict=True))


def test_saved_with_its_layers_and_the_optimizers_memory(tmp_path: Any) -> None:
    model = refold.Sequential([Residual([BatchNormalization(), Dense(3, "relu")]), Dense(1)], seed=0)
    model.compile("adam", "mse")
    rng = numpy.random.default_rng(0)
    x, y = rng.normal(size=(40, 3)), rng.normal(size=(40, 1))
    model.fit(x, y, epochs=2, verbose=0)
    model.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    for each in (model, again):
        each.fit(x, y, epochs=2, verbose=0, seed=1)
    numpy.testing.assert_array_equal(again.predict(x), model.predict(x))


def test_the_same_seed_gives_the_same_weights_on_every_backend(backend: Any) -> None:
    x = numpy.random.default_rng(0).normal(size=(4, 3))
    expected, layer = (Residual([Dense(5), Dense(3)], seed=7) for _ in range(2))
    numpy.testing.assert_allclose(
        refold.to_numpy(layer.forward(backend(x))), expected.forward(x), rtol=1e-12, atol=1e-14
    )
    first, second = expected.get_weights()[0], expected.get_weights()[2]
    assert not numpy.array_equal(first.ravel(), second.ravel())


def test_the_seeds_of_the_layers_inside_are_kept() -> None:
    X = numpy.random.default_rng(0).normal(size=(4, 3))
    first, again = (Residual([Dense(3, seed=7), Dropout(0.5, seed=8)]) for _ in range(2))
    first.training = again.training = True
    numpy.testing.assert_array_equal(first.forward(X), again.forward(X))
    numpy.testing.assert_array_equal(
        first.get_weights()[0], Dense(3, seed=7, input_shape=(3,)).get_weights()[0]
    )
    assert refold.gradient_check(first, X, training=True).passed


def test_weights_are_in_the_order_of_kerass_model() -> None:
    layers = keras().layers
    outer = layers.Input((4,))
    normal, dense = layers.BatchNormalization(), layers.Dense(4)
    theirs = keras().Model(outer, outer + dense(normal(outer)))
    ours = Residual([Residual([BatchNormalization(), Dense(4)])], input_shape=(4,))
    ours.set_weights(theirs.get_weights())
    X = numpy.random.default_rng(0).normal(size=(3, 4))
    numpy.testing.assert_allclose(ours.forward(X), X + theirs(X).detach().numpy(), rtol=1e-12)
    model = refold.Sequential([ours])
    for one, other in zip(model.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_array_equal(one, other)


def test_measuring_leaves_no_trace() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    model = refold.Sequential([Residual([Dense(5), Dense(3)], input_shape=(3,))], seed=0)
    model.summary(print_fn=lambda text: None)
    assert model.predict(torch.zeros((2, 3))).dtype == torch.float32


def test_the_mask_goes_through() -> None:
    X, mask = (
        numpy.random.default_rng(0).normal(size=(2, 4, 3)),
        numpy.asarray([[True, True, False, False]] * 2),
    )
    layer = Residual([Dense(3), MultiHeadAttention(1, 3)], seed=0)
    changed = X.copy()
    changed[:, 2:] = 5.0
    numpy.testing.assert_allclose(layer.forward(X, mask)[:, :2], layer.forward(changed, mask)[:, :2])
    assert layer.compute_mask(X, mask) is mask


def test_wrong_blocks() -> None:
    with pytest.raises(
        refold.ShapeError, match=r"Residual\.forward: what its layers give must have shape \(2, 3\)"
    ):
        Residual([Dense(4)]).forward(numpy.zeros((2, 3)))
    with pytest.raises(refold.WrongValueError, match="a layer at least"):
        Residual([])
    for wrong in (None, refold.Dense(3), 3):
        with pytest.raises(refold.WrongValueError, match="layers must be a tuple"):
            Residual(wrong)  # type: ignore[arg-type]
    with pytest.raises(refold.WrongValueError, match="layers of Refold, got 3"):
        Residual([3])  # type: ignore[list-item]


def test_names_that_come_to_the_same_are_refused() -> None:
    first = Residual([Dense(3, name="b_c")], name="a")
    block = Residual([first, Residual([Dense(3, name="c")], name="a_b")])
    with pytest.raises(refold.WrongValueError, match="same name for 'a_b_c_W'"):
        block.forward(numpy.ones((2, 3)))
