from typing import Any

import numpy
import pytest

import refold
from refold import (
    GRU,
    LSTM,
    BatchNormalization,
    Conv2D,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    MaxPooling2D,
    Residual,
    Sequential,
    TimeDistributed,
)

from ..oracles import check_against_keras, keras, keras_pass, refold_pass
from .test_batch_normalization import in_training, with_weights
from .test_recurrent import masked

INSIDE = [
    ("Dense", {"units": 3, "activation": "tanh"}, (2, 4, 5)),
    ("Dense", {"units": 3, "activation": "softmax"}, (2, 4, 3, 5)),
    ("Conv2D", {"filters": 3, "kernel_size": 2, "padding": "same"}, (2, 3, 4, 5, 2)),
    ("Conv1D", {"filters": 3, "kernel_size": 2, "strides": 2}, (2, 3, 5, 2)),
    ("MaxPooling2D", {}, (2, 3, 4, 4, 2)),
    ("Flatten", {}, (2, 3, 4, 2)),
    ("LSTM", {"units": 3}, (2, 3, 4, 2)),
    ("GRU", {"units": 3, "return_sequences": True}, (2, 3, 4, 2)),
    ("LayerNormalization", {}, (2, 3, 5)),
]


@pytest.mark.parametrize(("name", "arguments", "shape"), INSIDE)
def test_keras(name: str, arguments: dict, shape: tuple[int, ...]) -> None:
    theirs = keras().layers.TimeDistributed(getattr(keras().layers, name)(**arguments))
    check_against_keras(TimeDistributed(getattr(refold, name)(**arguments)), theirs, shape)


@pytest.mark.parametrize("training", [False, True])
def test_the_mean_of_batch_normalization_is_over_all_steps(training: bool) -> None:
    """So is that of Keras's BatchNormalization by itself; within its TimeDistributed it is of each step."""
    theirs, ours = keras().layers.BatchNormalization(), TimeDistributed(BatchNormalization())
    with_weights(ours, theirs, (4, 5, 3))
    ours.training = training
    check_against_keras(ours, in_training(theirs) if training else theirs, (4, 5, 3))


@pytest.mark.parametrize("return_sequences", [False, True])
def test_a_mask_of_the_steps_within_a_step(return_sequences: bool) -> None:
    """As of words in sentences in texts."""
    theirs = keras().layers.TimeDistributed(keras().layers.LSTM(3, return_sequences=return_sequences))
    ours = TimeDistributed(LSTM(3, return_sequences=return_sequences))
    rng = numpy.random.default_rng(0)
    X, mask = rng.normal(size=(3, 4, 5, 2)), rng.random((3, 4, 5)) < 0.6
    mask[1, 2:] = False
    dA = rng.normal(size=ours.forward(X).shape)
    theirs.build(X.shape)
    ours.set_weights(theirs.get_weights())
    expected, came = keras_pass(masked(theirs, mask), X, dA), refold_pass(masked(ours, mask), X, dA)
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))
    of_A = ours.compute_mask(X, mask)
    numpy.testing.assert_array_equal(of_A, mask if return_sequences else mask.any(axis=2))


def test_a_mask_of_the_steps_goes_through(backend: Any) -> None:
    X, mask = backend(numpy.ones((2, 3, 4)), "float64"), backend([[1, 1, 0], [1, 0, 0]])
    for inside in (Dense(2), Dropout(0.5), Flatten(), Residual([Dense(4)]), BatchNormalization()):
        layer = TimeDistributed(inside)
        layer.forward(X, mask)
        assert numpy.array_equal(refold.to_numpy(layer.compute_mask(X, mask)), refold.to_numpy(mask))
    with pytest.raises(refold.ShapeError, match=r"TimeDistributed\.forward: mask must have shape \(2, 3\)"):
        TimeDistributed(Dense(2)).forward(X, backend([[1, 1]]))
    with pytest.raises(refold.ShapeError, match=r"TimeDistributed\.forward: mask must have shape \(2, 3\)"):
        TimeDistributed(Dense(2)).forward(X, backend([1, 1]))


INSIDE_OF_STEPS = [
    GRU(2),
    refold.GlobalAveragePooling1D(),
    BatchNormalization(),
    TimeDistributed(Dense(2)),
    refold.Bidirectional(LSTM(2, return_sequences=True)),
]


@pytest.mark.parametrize("inside", INSIDE_OF_STEPS, ids=lambda inside: type(inside).__name__)
def test_in_a_step_that_does_not_count_nothing_does(inside: refold.Layer, backend: Any) -> None:
    x = numpy.random.default_rng(0).normal(size=(2, 3, 4, 5))
    mask = numpy.asarray([[True, True, False], [True, False, False]])
    layer, X, given = TimeDistributed(inside, seed=0), backend(x), backend(mask)
    within = backend(numpy.repeat(mask[:, :, None], 4, axis=2))
    A, of_all = (refold.to_numpy(layer(X, each, training=True)) for each in (given, within))
    numpy.testing.assert_array_equal(A, of_all)
    of_A = refold.to_numpy(layer.compute_mask(X, given))
    assert of_A.shape in (mask.shape, A.shape[:3])
    numpy.testing.assert_array_equal(of_A.reshape(2, 3, -1).all(axis=2), mask)


def test_a_convolution_of_the_words_of_sentences() -> None:
    """Its mask ends within a step, and what remains of it is whether anything in the step counts."""
    ids = numpy.asarray([[[1, 2, 3], [4, 0, 0], [0, 0, 0]]])
    model = Sequential(
        [
            Embedding(5, 3, mask_zero=True),
            TimeDistributed(refold.Conv1D(2, 2)),
            TimeDistributed(refold.GlobalAveragePooling1D()),
            LSTM(2),
        ],
        seed=0,
    )
    numpy.testing.assert_allclose(model.predict(ids), model.predict(ids[:, :2]), rtol=1e-6)


def test_sentences_of_words_as_in_keras() -> None:
    k, rng = keras().layers, numpy.random.default_rng(0)
    theirs = keras().Sequential([k.Embedding(7, 3, mask_zero=True), k.TimeDistributed(k.GRU(2))])
    ours = Sequential([Embedding(7, 3, mask_zero=True, dtype="float64"), TimeDistributed(GRU(2))])
    ids = rng.integers(1, 7, (2, 3, 4))
    ids[0, 1, 2:] = ids[1, 2] = 0
    theirs.build((None, 3, 4))
    ours.predict(ids)
    ours.set_weights(theirs.get_weights())
    numpy.testing.assert_allclose(ours.forward(ids), theirs(ids).detach().numpy(), rtol=1e-10, atol=1e-12)
    assert ours.mask.tolist() == [[True, True, True], [True, True, False]]


def test_frames_of_a_film_as_in_keras() -> None:
    k = keras().layers
    inside = [k.Conv2D(3, 2, activation="relu"), k.MaxPooling2D(), k.Flatten()]
    theirs = keras().Sequential([*map(k.TimeDistributed, inside), k.LSTM(4), k.Dense(2)])
    ours = Sequential(
        [
            TimeDistributed(Conv2D(3, 2, activation="relu"), input_shape=(3, 5, 5, 2)),
            TimeDistributed(MaxPooling2D()),
            TimeDistributed(Flatten()),
            LSTM(4),
            Dense(2),
        ]
    )
    theirs.build((None, 3, 5, 5, 2))
    ours.set_weights(theirs.get_weights())
    assert ours.count_params() == theirs.count_params()
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=(4, 3, 5, 5, 2)), rng.normal(size=(4, 2))
    expected = keras_pass(theirs, X, dA)
    numpy.testing.assert_allclose(ours.forward(X), expected["A"], rtol=1e-10, atol=1e-12)
    numpy.testing.assert_allclose(ours.backward(dA), expected["dX"], rtol=1e-10, atol=1e-12)
    for number, grad in enumerate(grad for layer in ours.layers for grad in layer.grads.values()):
        numpy.testing.assert_allclose(grad, expected[number], rtol=1e-10, atol=1e-12)


def test_training_reaches_the_layer_inside() -> None:
    layer, X = TimeDistributed(Dropout(0.5), seed=0), numpy.ones((2, 3, 50))
    assert numpy.array_equal(layer(X), X)
    dropped = layer(X, training=True) == 0
    assert 0.3 < dropped.mean() < 0.7
    assert not numpy.array_equal(dropped[:, 0], dropped[:, 1])


def test_every_weight_is_trained_and_kept_in_a_file(tmp_path: Any) -> None:
    rng = numpy.random.default_rng(0)
    x, y = rng.normal(size=(40, 3, 4)), rng.normal(size=(40, 3, 1))
    block = Residual([BatchNormalization(), Dense(4, "tanh")])
    model = Sequential([TimeDistributed(block), TimeDistributed(Dense(1))], seed=0)
    model.compile("adam", "mse")
    model.predict(x)
    before = model.get_weights()
    losses = model.fit(x, y, epochs=3, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert not any(numpy.array_equal(new, old) for new, old in zip(model.get_weights(), before, strict=True))
    model.save(tmp_path / "model.npz")
    again = Sequential.load(tmp_path / "model.npz")
    for each in (model, again):
        each.fit(x, y, epochs=2, verbose=0, seed=1)
    numpy.testing.assert_array_equal(again.predict(x), model.predict(x))


@pytest.mark.parametrize("inside", [False, True])
def test_frozen(inside: bool, tmp_path: Any) -> None:
    layer = TimeDistributed(BatchNormalization(), input_shape=(3, 2))
    (layer.layer if inside else layer).trainable = False
    layer.ensure_built()
    assert layer.params and layer.trained() == {}
    X = numpy.random.default_rng(0).normal(3.0, 2.0, size=(4, 3, 2))
    numpy.testing.assert_allclose(layer(X, training=True), layer(X))  # frozen, it measures nothing
    Sequential([layer]).save(tmp_path / "model.npz")
    (again,) = Sequential.load(tmp_path / "model.npz").layers
    assert (again.trainable, again.layer.trainable) == (inside, not inside)


def test_seeds() -> None:
    X = numpy.ones((2, 3, 4))
    one, other = (TimeDistributed(Dense(3), seed=7) for _ in range(2))
    numpy.testing.assert_array_equal(one.forward(X), other.forward(X))
    kept = TimeDistributed(Dense(3, seed=5))
    kept.forward(X)
    numpy.testing.assert_array_equal(
        kept.get_weights()[0], Dense(3, seed=5, input_shape=(4,)).get_weights()[0]
    )


def test_the_layer_given_is_only_a_pattern_and_may_look_up() -> None:
    pattern = Embedding(5, 2)
    layer = TimeDistributed(pattern, input_shape=(3, 2))
    assert layer.forward(numpy.ones((2, 3, 2), "int64")).shape == (2, 3, 2, 2)
    assert not pattern.built
    assert repr(layer.layer) == repr(pattern)
    model = Sequential([layer])
    model.summary(print_fn=lambda text: None)
    assert model.measure() == ([(3, 2, 2)], None)


def test_where_nobody_reads_dX_none_is_worked_out() -> None:
    class Asked(Dense):
        def backward(self, dA: Any) -> Any:
            asked.append(self.input_gradient)
            return super().backward(dA)

    asked: list[bool] = []
    model = Sequential([TimeDistributed(Asked(2)), TimeDistributed(Asked(1))])
    model.compile("sgd", "mse")
    model.train_on_batch(numpy.ones((2, 3, 4)), numpy.ones((2, 3, 1)))
    assert asked == [True, False]
    assert model.layers[0].layer.backward(numpy.ones((6, 2))).shape == (6, 4)


@pytest.mark.parametrize("inside", [Dense(2), Embedding(5, 2)])
def test_the_dtype_of_one_is_that_of_both(inside: Any) -> None:
    X = numpy.ones((2, 3, 4), "float32" if isinstance(inside, Dense) else "int64")
    known = type(inside)(**inside.config, dtype="float64")
    for layer in (TimeDistributed(inside, dtype="float64"), TimeDistributed(known)):
        assert layer.forward(X).dtype == layer.get_weights()[0].dtype == "float64"
    assert TimeDistributed(known, dtype="float32").forward(X).dtype == "float32"


def test_lengths_that_vary() -> None:
    model = Sequential([TimeDistributed(Dense(3), input_shape=(None, 4))])
    assert model.measure() == ([(None, 3)], None)
    with pytest.raises(refold.WrongValueError, match="sequence_length must say how many"):
        Sequential([TimeDistributed(refold.PositionalEmbedding(), input_shape=(2, None, 4))])


def test_measuring_leaves_no_trace() -> None:
    layer, X = TimeDistributed(LSTM(2), input_shape=(2, 4, 3)), numpy.ones((3, 2, 4, 3))
    model = Sequential([layer], seed=0)
    A = model.forward(X)
    expected = model.backward(A)
    model.forward(X)
    model.summary(print_fn=lambda text: None)
    numpy.testing.assert_array_equal(model.backward(A), expected)


def test_what_is_refused() -> None:
    with pytest.raises(refold.ShapeError, match=r"TimeDistributed\.forward: X must have three axes or more"):
        TimeDistributed(Dense(3)).forward(numpy.zeros((2, 3)))
    for wrong in (3, Dense, None, [Dense(2)]):
        with pytest.raises(refold.WrongValueError, match="layer must be a layer of Refold"):
            TimeDistributed(wrong)  # type: ignore[arg-type]
