from typing import Any

import numpy
import pytest

import refold
from refold import GRU, LSTM, Bidirectional, Dense, SimpleRNN

from ..oracles import check_against_keras, keras, keras_pass, refold_pass
from .test_recurrent import masked

every_mode = pytest.mark.parametrize("merge_mode", ["concat", "sum", "mul", "ave"])


@every_mode
@pytest.mark.parametrize("return_sequences", [False, True])
@pytest.mark.parametrize("kind", ["SimpleRNN", "LSTM", "GRU"])
def test_keras(kind: str, return_sequences: bool, merge_mode: str) -> None:
    inner = getattr(keras().layers, kind)(3, return_sequences=return_sequences, bias_initializer="normal")
    layer = getattr(refold, kind)(3, return_sequences=return_sequences)
    theirs = keras().layers.Bidirectional(inner, merge_mode=merge_mode)
    check_against_keras(Bidirectional(layer, merge_mode), theirs, (4, 5, 2))


@every_mode
@pytest.mark.parametrize("return_sequences", [False, True])
def test_masks(return_sequences: bool, merge_mode: str) -> None:
    inner = keras().layers.LSTM(3, return_sequences=return_sequences)
    theirs = keras().layers.Bidirectional(inner, merge_mode=merge_mode)
    ours = Bidirectional(LSTM(3, return_sequences=return_sequences), merge_mode)
    rng = numpy.random.default_rng(0)
    X, mask = rng.normal(size=(5, 4, 2)), rng.random((5, 4)) < 0.6
    dA = rng.normal(size=ours.forward(X).shape)
    theirs.build(X.shape)
    ours.set_weights(theirs.get_weights())
    expected, came = keras_pass(masked(theirs, mask), X, dA), refold_pass(masked(ours, mask), X, dA)
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))


@pytest.mark.parametrize("return_sequences", [False, True])
@pytest.mark.parametrize(("merge_mode", "units"), [("concat", 4), ("sum", 3)])
def test_another_layer_for_the_way_back(merge_mode: str, units: int, return_sequences: bool) -> None:
    both = {"return_sequences": return_sequences}
    k = keras().layers
    theirs = k.Bidirectional(
        k.LSTM(3, **both), merge_mode, backward_layer=k.GRU(units, go_backwards=True, **both)
    )
    ours = Bidirectional(LSTM(3, **both), merge_mode, backward_layer=GRU(units, go_backwards=True, **both))
    check_against_keras(ours, theirs, (4, 5, 2))


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (LSTM(3), "must read the other way round than layer. Give it go_backwards=True"),
        (LSTM(4, go_backwards=True), "must have units=3, as layer has, got 4"),
        (LSTM(3, go_backwards=True, return_sequences=True), "must have return_sequences=False, as layer has"),
        (Dense(3), "backward_layer must be a recurrent layer"),
    ],
)
def test_layers_that_do_not_fit_together(other: Any, message: str) -> None:
    with pytest.raises(refold.WrongValueError, match=message):
        Bidirectional(LSTM(3), "sum", backward_layer=other)


@pytest.mark.parametrize("frozen", [["forward"], ["backward"], ["forward", "backward"], []])
def test_a_frozen_half_is_kept_in_a_file(frozen: list[str], tmp_path: Any) -> None:
    layer = Bidirectional(SimpleRNN(2), "sum", input_shape=(3, 1))
    for side in frozen:
        layer.halves[side].trainable = False
    refold.Sequential([layer], seed=0).save(tmp_path / "model.npz")
    (again,) = refold.Sequential.load(tmp_path / "model.npz").layers
    assert [side for side, half in again.halves.items() if not half.trainable] == frozen
    assert list(again.trained()) == list(layer.trained())
    for came, expected in zip(again.get_weights(), layer.get_weights(), strict=True):
        numpy.testing.assert_array_equal(came, expected)


def test_the_layer_given_is_only_a_pattern_and_may_read_backwards_itself() -> None:
    pattern = GRU(2, go_backwards=True, input_shape=(4, 3))
    layer = Bidirectional(pattern, seed=0)
    assert layer.input_shape == (4, 3)
    assert (layer.forward_layer.go_backwards, layer.backward_layer.go_backwards) == (True, False)
    layer.forward(numpy.ones((2, 4, 3)))
    assert not pattern.built


def test_training_changes_what_both_layers_compute_with() -> None:
    rng = numpy.random.default_rng(0)
    x = rng.normal(size=(64, 4, 1)).astype("float32")
    y = x.sum(axis=1)
    model = refold.Sequential([Bidirectional(SimpleRNN(4)), Dense(1)], seed=0)
    model.compile(refold.Adam(0.01), "mse")
    history = model.fit(x, y, epochs=20, verbose=0).history["loss"]
    assert history[-1] < 0.2 * history[0]
    layer = model.layers[0]
    for side, half in layer.halves.items():
        assert half.params["W"] is layer.params[f"{side}_W"]


def test_a_summary_between_forward_and_backward_leaves_no_trace() -> None:
    layer, X = Bidirectional(LSTM(2), input_shape=(4, 3)), numpy.ones((2, 4, 3))
    model = refold.Sequential([layer], seed=0)
    A = model.forward(X)
    expected = model.backward(A)
    model.forward(X)
    model.summary(print_fn=lambda text: None)
    numpy.testing.assert_array_equal(model.backward(A), expected)


@pytest.mark.parametrize("wrong", [Dense(3), 3, LSTM])
def test_only_recurrent_layers(wrong: Any) -> None:
    with pytest.raises(refold.WrongValueError, match=r"recurrent layer such as LSTM\(8\)"):
        Bidirectional(wrong)
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'concat'"):
        Bidirectional(LSTM(3), "concatt")


def test_the_seed_of_the_layer_inside_is_kept() -> None:
    made = [refold.Bidirectional(refold.LSTM(2, seed=seed, input_shape=(3, 2))) for seed in (7, 7, 8)]
    first, again, other = (layer.get_weights() for layer in made)
    assert all(numpy.array_equal(one, two) for one, two in zip(first, again, strict=True))
    assert not numpy.array_equal(first[0], other[0])
    assert not numpy.array_equal(first[0], first[3])  # the two ways differ
