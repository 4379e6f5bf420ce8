"""What is set on a layer after it was made: what cannot have an effect any more is refused at once."""

import copy
import inspect
import pickle
from pathlib import Path
from typing import Any

import numpy
import pytest

import refold
from refold import Dense, Dropout, Layer

from .examples import every_layer, sample

X = numpy.random.default_rng(0).normal(size=(3, 4))


SETTABLE = {"trainable", "rate"}


@every_layer
def test_an_argument_stays_as_it_was(layer_class: type[Layer], arguments: Any, shape: Any) -> None:
    layer = layer_class(**arguments)
    own = list(inspect.signature(layer_class.__init__).parameters.values())[1:]
    names = {each.name for each in own if each.kind is not each.VAR_KEYWORD} | {"name", "dtype", "seed"}
    for _ in range(2):  # before it is built, and afterwards
        for name in names - SETTABLE:
            with pytest.raises(refold.WrongValueError, match=rf"^{layer_class.__name__}: {name} stays as it"):
                setattr(layer, name, 3)
        layer(sample(layer_class, shape))


@every_layer
def test_a_wrong_initializer_is_refused_when_the_layer_is_made(
    layer_class: type[Layer], arguments: Any, shape: Any
) -> None:
    for name in inspect.signature(layer_class).parameters:
        if name.endswith("initializer"):
            with pytest.raises(refold.UnknownNameError, match="No initializer is called 'once'"):
                layer_class(**{**arguments, name: "once"})


@every_layer
def test_what_is_neither_true_nor_false_is_refused(
    layer_class: type[Layer], arguments: Any, shape: Any
) -> None:
    for name, argument in inspect.signature(layer_class).parameters.items():
        if isinstance(argument.default, bool):
            with pytest.raises(refold.WrongValueError, match=rf"{name} must be True or False, got 'no'"):
                layer_class(**{**arguments, name: "no"})


def test_arguments_can_be_read() -> None:
    layer: Any = refold.Conv2D(4, (3, 1), strides=2)
    assert (layer.filters, layer.kernel_size, layer.strides, layer.padding) == (4, (3, 1), 2, "valid")
    layer = refold.MultiHeadAttention(2, 8)
    assert (layer.num_heads, layer.key_dim, layer.value_dim) == (2, 8, None)
    assert Dense(2, name="last").name == "last"
    inside = Dense(4)
    block, both = refold.Residual([inside]), refold.Bidirectional(refold.GRU(2))
    assert block.layers == (block.steps[0].layer,) and block.layers[0] is not inside
    assert both.layer is both.forward_layer


def test_copies_stay_too() -> None:
    for layer in (copy.deepcopy(Dense(2)), pickle.loads(pickle.dumps(Dense(2)))):
        with pytest.raises(refold.WrongValueError, match="Dense: units stays"):
            layer.units = 3


def test_a_subclass_may_set_them_while_it_is_made() -> None:
    class Pair(Dense):
        def __init__(self, **options: Any) -> None:
            super().__init__(2, **options)
            self.use_bias = False
            self.kept = 1

    layer = Pair()
    assert set(layer.params) == set() and layer(X).shape == (3, 2)
    assert list(layer.params) == ["W"]
    layer.kept = 2
    with pytest.raises(refold.WrongValueError, match="Pair: use_bias stays"):
        layer.use_bias = True


def test_a_layer_of_ones_own_may_change_its_own() -> None:
    class Scaled(refold.Flatten):
        def __init__(self, factor: float, **options: Any) -> None:
            super().__init__(**options)
            self.factor = factor

    layer = Scaled(2.0)
    layer.factor = 3.0
    assert layer.factor == 3.0


def test_a_rate_that_was_set_is_kept_in_copies_and_files(tmp_path: Path) -> None:
    layer = Dropout(0.5, input_shape=(4,))
    layer.rate = 0.25
    assert repr(layer) == "Dropout(rate=0.25, input_shape=(4,))"
    assert refold.Residual([layer]).steps[0].layer.rate == 0.25
    refold.Sequential([layer]).save(tmp_path / "model.npz")
    assert refold.Sequential.load(tmp_path / "model.npz").layers[0].rate == 0.25


@pytest.mark.parametrize("grads", [None, {}, [1]])
def test_gradients_are_made_anew(grads: Any) -> None:
    layer = Dense(2, seed=0)
    layer.backward(layer(X))
    layer.grads = grads
    layer.compute_gradients()
    assert list(layer.grads) == ["W", "b"]


@pytest.mark.parametrize(
    ("params", "says"),
    [
        (None, r"Dense: params must be a dict with the parameters by name, got None"),
        ({"W": 1}, r"Dense: params\['W'\] must be an array, got a int"),
    ],
)
def test_params_that_are_none(params: Any, says: str) -> None:
    layer = Dense(2)
    with pytest.raises(refold.RefoldError, match=says):
        layer.params = params
    if params:
        with pytest.raises(refold.RefoldError, match=says):
            layer.params.update(params)
    assert layer(X).shape == (3, 2)


def test_a_parameter_that_the_layer_has_not() -> None:
    layer = Dense(2)
    layer(X)
    for each in (layer, copy.deepcopy(layer), pickle.loads(pickle.dumps(layer))):
        with pytest.raises(refold.UnknownNameError, match=r"parameter of Dense is called 'w'\. .* 'W'\?"):
            each.params["w"] = numpy.ones((4, 2))
        assert list(each.params) == ["W", "b"]


class Doubled(Layer):
    """A = 2 X."""

    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)
        return 2.0 * X

    def backward(self, dA: Any) -> Any:
        return 2.0 * dA


class OfSizes(Doubled):
    def __init__(self, first: int, *sizes: int, **options: Any) -> None:
        super().__init__(**options)
        self.kept: Any = (first, *sizes)


class ByPlace(Doubled):
    def __init__(self, size: int, /, more: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.kept = size, more


class Bare(Doubled):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.kept = size


class Handed(Dense):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.kept = self.units


@pytest.mark.parametrize(
    ("made", "kept"),
    [
        (OfSizes(1, 2, 3, name="mine"), (1, 2, 3)),
        (OfSizes(1), (1,)),
        (ByPlace(1, more=2), (1, 2)),
        (Bare(4), 4),
        (Handed(4, "tanh"), 4),
    ],
    ids=lambda each: repr(each) if isinstance(each, Layer) else "",
)
@pytest.mark.parametrize("trainable", [True, False])
def test_layers_of_ones_own_are_made_again_in_blocks_and_from_files(
    made: Any, kept: Any, trainable: bool, tmp_path: Path
) -> None:
    made.trainable = trainable
    model = refold.Sequential([refold.Residual([made]), refold.TimeDistributed(made)])
    A = model.predict(numpy.ones((2, 3, 4)))
    model.save(tmp_path / "model.npz")
    loaded = refold.Sequential.load(tmp_path / "model.npz", custom_objects={type(made).__name__: type(made)})
    numpy.testing.assert_array_equal(loaded.predict(numpy.ones((2, 3, 4))), A)
    for each in (model, loaded):
        layers = each.layers[0].layers[0], each.layers[1].layer
        assert [(layer.kept, layer.trainable, layer.name) for layer in layers] == [
            (kept, trainable, made.name)
        ] * 2
