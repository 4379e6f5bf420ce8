"""Layers whose parameters stay as they are while a model is trained, as in Keras."""

import warnings
from pathlib import Path
from typing import Any

import numpy
import pytest

from refold import (
    LSTM,
    BatchNormalization,
    Bidirectional,
    Callback,
    Dense,
    Layer,
    ReLU,
    Reshape,
    Residual,
    Sequential,
)

from .oracles import keras

rng = numpy.random.default_rng(0)
X, Y = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))


def fitted(*layers: Layer) -> Sequential:
    model = Sequential(list(layers), seed=1)
    model.compile(loss="mse", optimizer="adam")
    model.fit(X, Y, epochs=2, seed=0, verbose=0)
    return model


def test_what_is_frozen_stays_and_the_rest_learns() -> None:
    frozen, free = Dense(4, input_shape=(3,), seed=0), Dense(2, input_shape=(4,), seed=1)
    frozen.trainable = False
    for layer in (frozen, free):
        layer.ensure_built()
    before = {layer: layer.get_weights()[0].copy() for layer in (frozen, free)}
    fitted(frozen, ReLU(), free)
    assert numpy.array_equal(frozen.get_weights()[0], before[frozen])
    assert not numpy.array_equal(free.get_weights()[0], before[free])


def test_the_summary_counts_them_as_keras_does(capsys: pytest.CaptureFixture) -> None:
    model = Sequential([Dense(4, trainable=False, input_shape=(3,)), BatchNormalization(), Dense(2)])
    model.summary()
    printed = capsys.readouterr().out
    assert "Total params: 42" in printed
    assert "Trainable params: 18" in printed and "Non-trainable params: 24" in printed


def test_training_equals_kerass() -> None:
    oracle = keras()
    theirs = oracle.Sequential(
        [
            oracle.layers.Input((3,)),
            oracle.layers.Dense(4, trainable=False),
            oracle.layers.BatchNormalization(trainable=False),
            oracle.layers.Dense(2),
        ]
    )
    ours = Sequential([Dense(4, trainable=False), BatchNormalization(trainable=False), Dense(2)])
    ours.build((3,))
    moving = [rng.normal(size=4), 1 + rng.random(4)]
    for theirs_layer, ours_layer in zip(theirs.layers, ours.layers, strict=True):
        weights = theirs_layer.get_weights()
        ours_layer.set_weights(weights[:2] + moving if len(weights) == 4 else weights)
        theirs_layer.set_weights(weights[:2] + moving if len(weights) == 4 else weights)
    theirs.compile(loss="mean_squared_error", optimizer=oracle.optimizers.SGD(0.1))
    ours.compile(loss="mean_squared_error", optimizer="sgd")
    ours.optimizer.learning_rate = 0.1
    theirs.fit(X, Y, epochs=3, batch_size=40, shuffle=False, verbose=0)
    ours.fit(X, Y, epochs=3, batch_size=40, shuffle=False, verbose=0)
    found = [weight for layer in ours.layers for weight in layer.get_weights()]
    expected = [weight for layer in theirs.layers for weight in layer.get_weights()]
    assert len(found) == len(expected) == 8
    for one, other in zip(found, expected, strict=True):
        numpy.testing.assert_allclose(one, other, rtol=1e-10)


def test_it_is_kept_in_a_file_and_may_be_undone(tmp_path: Path) -> None:
    model = fitted(Dense(4), ReLU(), Dense(2))
    model.layers[0].trainable = False
    model.save(tmp_path / "model.npz")
    loaded = Sequential.load(tmp_path / "model.npz")
    assert [layer.trainable for layer in loaded.layers] == [False, True, True]
    loaded.layers[0].trainable = True
    before = loaded.layers[0].get_weights()[0].copy()
    loaded.fit(X, Y, epochs=1, verbose=0)
    assert not numpy.array_equal(loaded.layers[0].get_weights()[0], before)
    assert "trainable" not in loaded.layers[0].config


def test_layers_inside_a_layer_can_be_frozen_and_stay_so_in_a_file(tmp_path: Path) -> None:
    model = Sequential(
        [
            Residual([Dense(3, trainable=False), BatchNormalization(trainable=False), Dense(3)]),
            Reshape((3, 1)),
            Bidirectional(LSTM(2, trainable=False)),
            Dense(2),
        ],
        seed=1,
    )
    model.compile(loss="mse", optimizer="sgd")
    model.forward(X)
    model.save(tmp_path / "model.npz")
    for each in (model, Sequential.load(tmp_path / "model.npz")):
        before = each.get_weights()
        each.fit(X, Y, verbose=0)
        changed = [
            not numpy.array_equal(one, other) for one, other in zip(each.get_weights(), before, strict=True)
        ]
        assert changed == 6 * [False] + 2 * [True] + 6 * [False] + 2 * [True]
    model.layers[0].steps[2].layer.trainable = False
    model.save(tmp_path / "model.npz")
    assert not Sequential.load(tmp_path / "model.npz").layers[0].trained()


def test_a_frozen_block_keeps_its_moving_statistics_as_in_keras() -> None:
    block = Residual([Residual([BatchNormalization(), Dense(3)]), Dense(3)], seed=1)
    block.trainable = False
    model = Sequential([block, Dense(2)], seed=1)
    model.compile(loss="mse", optimizer="sgd")
    expected = model.predict(X)
    block.training = True
    numpy.testing.assert_array_equal(model.forward(X), expected)
    before = block.get_weights()
    model.fit(X, Y, verbose=0)
    for one, other in zip(block.get_weights(), before, strict=True):
        numpy.testing.assert_array_equal(one, other)


def test_where_nothing_is_trained_it_is_said() -> None:
    """As in Keras: of two models that train each other, one is easily left frozen."""
    model = fitted(Dense(2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.train_on_batch(X, Y)
        model.trainable = False
        model.fit(X, Y, epochs=0)
        model.evaluate(X, Y)
    for stage in (model.fit, model.train_on_batch):
        with pytest.warns(
            UserWarning, match=rf"^Sequential\.{stage.__name__}: nothing was trained"
        ) as warned:
            stage(X, Y)
        assert warned[0].filename == __file__


def test_a_callback_may_freeze_what_was_trained() -> None:
    class Freeze(Callback):
        def on_train_end(self, logs: dict[str, float]) -> None:
            self.model.trainable = False

    model = fitted(Dense(2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(X, Y, callbacks=[Freeze()])
    assert not model.trainable


class Block(Layer):
    """A layer of one's own around others, as one writes it in Keras, where they are found."""

    def __init__(self, *layers: Layer) -> None:
        super().__init__()
        self.rows = [[], *layers]

    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(X=X.shape, A=(*X.shape[:-1], 3))

    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)
        for layer in self.rows[1:]:
            X = layer.forward(X)
        return X

    def backward(self, dA: Any) -> Any:
        for layer in self.rows[:0:-1]:
            dA = layer.backward(dA)
        return dA


def test_a_layer_that_is_left_out_of_what_holds_it_is_named() -> None:
    with pytest.warns(UserWarning, match="neither trained nor saved"):
        model = fitted(Block(ReLU(), Block(Dense(3))), Dense(2))
    for stage in (model.fit, model.train_on_batch):
        with pytest.warns(UserWarning) as warned:
            stage(X, Y)
        (said,) = warned
        assert said.filename == __file__
        assert str(said.message).startswith(
            f"Sequential.{stage.__name__}: layer 'block' (Block) holds Dense("
        )


class Equal(Block):
    """One that has its layer in a dict, and equals every other, as two of a dataclass may."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.by_name = {"within": layer}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Equal)

    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)
        return self.by_name["within"].forward(X)

    def backward(self, dA: Any) -> Any:
        return self.by_name["within"].backward(dA)


@pytest.mark.parametrize("holder", [Block, lambda each: Residual([each]), Equal])
def test_so_it_is_named_within_a_block_of_refold_s_in_a_dict_and_beside_an_equal(holder: Any) -> None:
    with pytest.warns(UserWarning, match=r"holds Dense\(units=3\), whose parameters"):
        fitted(holder(Equal(Dense(3))), Dense(2))


def test_of_parameters_that_are_trained_elsewhere_nothing_is_said() -> None:
    class Own(Residual):
        def __init__(self) -> None:
            super().__init__([Dense(3)])

    dense = Dense(3)
    model = fitted(Own(), dense, Block(dense), Dense(2))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        model.fit(X, Y)
