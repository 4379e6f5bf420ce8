import inspect
from typing import Any

import numpy
import pytest

import refold
from refold import Dense, Flatten, Layer, initializers

from ..oracles import keras


class Shift(Layer):
    """A = X + b, with a moving mean of X beside it: a layer as somebody would add one."""

    def __init__(self, start: str = "ones", **options: Any) -> None:
        super().__init__(**options)
        self.start = initializers.find(start)

    def build(self, X: Any) -> None:
        self.add_param("b", X.shape[1:], self.start)
        self.add_buffer("mean", X.shape[1:], "zeros")

    def compute_shapes(self, X: Any) -> None:
        self.dims.update(m=X.shape[0])
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)
        if self.training:
            self.buffers["mean"] = 0.9 * self.buffers["mean"] + 0.1 * X.mean(axis=0)
        return X + self.params["b"]

    def backward(self, dA: Any) -> Any:
        self.cache["dA"] = dA
        return dA

    def compute_gradients(self) -> None:
        self.grads["b"] = self.cache["dA"].sum(axis=0)


def test_a_layer_of_ones_own_trains_is_counted_and_is_saved(tmp_path: Any) -> None:
    x = numpy.random.default_rng(0).normal(size=(32, 3)).astype("float32") + 1.0
    model = refold.Sequential([Shift(input_shape=(3,))])
    model.compile(refold.SGD(0.5), "mse")
    model.fit(x, x - 2.0, epochs=50)
    (layer,) = model.layers
    numpy.testing.assert_allclose(layer.params["b"], -2.0, atol=1e-3)
    assert layer.buffers["mean"].dtype == numpy.float32
    assert (layer.buffers["mean"] > 0.5).all()
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    assert "Total params: 6\nTrainable params: 3\nNon-trainable params: 3" in lines[0]
    model.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz", custom_objects={"Shift": Shift})
    assert numpy.array_equal(again.layers[0].buffers["mean"], layer.buffers["mean"])


def test_gradient_check_leaves_buffers_alone() -> None:
    layer = Shift()
    assert refold.gradient_check(layer, numpy.random.default_rng(0).normal(size=(4, 3)), training=True).passed
    assert not layer.buffers["mean"].any()


def test_a_stage_that_is_missing_is_named() -> None:
    with pytest.raises(TypeError, match="abstract method"):
        type("Half", (Layer,), {"compute_shapes": lambda self, X: None})()


def test_the_constructors_arguments_are_remembered() -> None:
    layer = Dense(4, "relu", name="D", seed=3)
    assert layer.config == {"units": 4, "activation": "relu", "name": "D", "seed": 3}
    assert repr(layer) == "Dense(units=4, activation='relu', name='D', seed=3)"
    assert repr(Dense(**layer.config)) == repr(layer)


def test_an_other_name_for_the_options_is_fine() -> None:
    class Renamed(Flatten):
        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)

    assert Renamed(name="R").config == {"name": "R"}


@pytest.mark.parametrize("shape", [(2.5, 3), (2.5,), "32", (-1,), (None, "3")])
def test_senseless_input_shapes(shape: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Flatten: each length of input_shape"):
        Flatten(input_shape=shape)


def test_a_length_that_varies() -> None:
    layer = Dense(2, input_shape=(None, 3), seed=0)
    assert [weight.shape for weight in layer.get_weights()] == [(3, 2), (2,)]
    for steps in (5, 1, 0):
        assert layer(numpy.ones((4, steps, 3))).shape == (4, steps, 2)
    for shape in ((4, 5, 2), (4, 3), (4, 5, 5, 3)):
        with pytest.raises(refold.ShapeError, match=r"X must have shape \(m, None, 3\), got"):
            layer.forward(numpy.ones(shape))


def test_weights_of_a_layer_that_knows_no_shape() -> None:
    with pytest.raises(refold.NotReadyError, match="does not know the shape of its input"):
        Dense(2).get_weights()


def test_a_layer_counts_its_numbers() -> None:
    assert refold.Dense(2, input_shape=(3,)).count_params() == 3 * 2 + 2
    assert refold.BatchNormalization(input_shape=(4,)).count_params() == 4 * 4  # two of four are trained


def test_wrong_weights_change_nothing() -> None:
    layer = Dense(2, input_shape=(3,), seed=0)
    before = layer.get_weights()
    for wrong in (
        [before[0]],
        [before[0], before[0]],
        [before[0], numpy.asarray(["a", "b"])],
        [before[0], None],
    ):
        with pytest.raises(refold.RefoldError, match=r"Dense.set_weights"):
            layer.set_weights(wrong)
    assert all(numpy.array_equal(a, b) for a, b in zip(before, layer.get_weights(), strict=True))


def test_weights_keep_their_dtype_and_device() -> None:
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    layer = Dense(2)
    X = strict.ones((1, 3), dtype=strict.float32, device=strict.Device("device1"))
    layer.forward(X)
    layer.set_weights([numpy.ones((3, 2)), numpy.zeros(2)])
    assert float(layer.forward(X)[0, 0]) == 3.0
    assert layer.params["W"].dtype == strict.float32


def test_later_inputs_take_the_dtype_of_the_parameters() -> None:
    layer = Dense(2)
    layer.forward(numpy.ones((1, 3), "float32"))
    assert layer.forward(numpy.ones((1, 3), "float64")).dtype == numpy.float32


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Dense(2, activ="relu"), "Dense has no argument 'activ'. Did you mean 'activation'?"),
        (
            lambda: refold.Conv2D(2, 3, kernel_sise=3),
            "Conv2D has no argument 'kernel_sise'. Did you mean 'kernel_size'?",
        ),
        (
            lambda: refold.LSTM(2, return_sequence=True),
            "LSTM has no argument 'return_sequence'. Did you mean 'return_sequences'?",
        ),
        (
            lambda: Flatten(units=3),
            "Flatten has no argument 'units'. There are: dtype, input_shape, name, seed, trainable.",
        ),
        (lambda: Shift(star="ones"), "Shift has no argument 'star'. Did you mean 'start'?"),
    ],
)
def test_unknown_arguments_are_named(make: Any, says: str) -> None:
    with pytest.raises(refold.UnknownNameError) as caught:
        make()
    assert says in str(caught.value)


@pytest.mark.parametrize("weights", [None, 5, {"W": 1}])
def test_weights_that_are_no_list(weights: Any) -> None:
    with pytest.raises(
        refold.WrongValueError, match=r"Dense\.set_weights must get a list of arrays, as get_weights"
    ):
        Dense(2, input_shape=(3,)).set_weights(weights)


def test_what_was_checked_before_is_checked_again_when_it_changes() -> None:
    layer = Dense(2, seed=0)
    A = layer.forward(numpy.ones((4, 3)))
    layer.backward(A)
    for X in (numpy.ones((4, 2)), numpy.ones((4, 3), object), [[1.0] * 3] * 4, numpy.ones(3), None):
        with pytest.raises(refold.RefoldError, match=r"Dense\.forward: X"):
            layer.forward(X)
        with pytest.raises(refold.NotReadyError):
            layer.backward(A)
    layer.forward(numpy.ones((5, 3)))
    with pytest.raises(refold.ShapeError, match=r"dA must have shape \(5, 2\), got \(4, 2\)"):
        layer.backward(A)
    assert (
        layer.forward(numpy.ones((4, 3), "int64")).dtype == layer.forward(numpy.ones((4, 3), "float32")).dtype
    )
    assert layer.shapes["A"] == (4, 2)
    with layer.undisturbed():
        layer.forward(numpy.ones((0, 7, 3)))
    assert layer.backward(layer.forward(numpy.ones((4, 3)))).shape == (4, 3)


def test_a_check_of_ones_own_that_fails_is_not_forgotten() -> None:
    class Even(Dense):
        def compute_shapes(self, X: Any) -> None:
            super().compute_shapes(X)
            if X.shape[0] % 2:
                raise refold.ShapeError("Even.forward: X must have an even number of samples.")

    layer = Even(2)
    for _ in range(2):
        with pytest.raises(refold.ShapeError, match="even number"):
            layer.forward(numpy.ones((3, 4)))
    assert layer.forward(numpy.ones((2, 4))).shape == (2, 2)


@pytest.mark.parametrize("name", [3, ["dense"], b"dense", True])
def test_names_that_are_no_text(name: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="Dense: name must be text"):
        Dense(2, name=name)


@pytest.mark.parametrize("seed", [-1, 1.5, "1", (None, 1), float("nan")])
def test_senseless_seeds(seed: Any) -> None:
    with pytest.raises(refold.WrongValueError, match=r"Dense: seed must be a whole number of at least 0"):
        Dense(2, input_shape=(3,), seed=seed).get_weights()


@pytest.mark.parametrize("made", [0, None, [[1.0, 1.0]], numpy.asarray([["a", "b"]])])
def test_initializers_that_give_no_numbers(made: Any) -> None:
    for layer in (
        Dense(2, kernel_initializer=lambda shape, rng: made, input_shape=(1,)),
        refold.LSTM(2, bias_initializer=lambda shape, rng: made, input_shape=(1, 1)),
    ):
        with pytest.raises(refold.RefoldError, match=r"what .* gives"):
            layer.get_weights()


def test_what_an_initializer_gives_is_left_alone() -> None:
    given = numpy.zeros((12,))
    options: Any = {"bias_initializer": lambda shape, rng: given}
    model = refold.Sequential([refold.LSTM(3, **options), Dense(12, **options), Dense(12, **options)], seed=0)
    model.compile("sgd", "mse")
    model.fit(numpy.ones((2, 3, 1)), numpy.ones((2, 12)), verbose=0)
    assert not given.any()
    assert not numpy.array_equal(model.layers[1].params["b"], model.layers[2].params["b"])


def test_saved_weights_lie_in_memory_as_drawn_ones_do(tmp_path: Any) -> None:
    layer = refold.GRU(4, return_sequences=True)
    model, X = refold.Sequential([layer], seed=0), numpy.random.default_rng(0).normal(size=(1, 5, 3))
    expected = model.predict(X)
    assert layer.params["U"].flags.c_contiguous
    model.save(tmp_path / "model.npz")
    numpy.testing.assert_array_equal(refold.Sequential.load(tmp_path / "model.npz").predict(X), expected)


class Doubled(Layer):
    """A = 2 X s, which the subclasses below get wrong."""

    def build(self, X: Any) -> None:
        self.add_param("s", X.shape[1:], "ones")

    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)
        return 2.0 * X * self.params["s"]

    def backward(self, dA: Any) -> Any:
        return 2.0 * dA * self.params["s"]


class NoShapes(Doubled):
    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(X=X.shape)


class NoShapeOfX(Doubled):
    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(A=X.shape)


class NoTuple(Doubled):
    def build(self, X: Any) -> None:
        self.add_param("s", (X.shape[1]), "ones")


class NoReturn(Doubled):
    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)


class NoWayBack(Doubled):
    def backward(self, dA: Any) -> Any:
        pass


@pytest.mark.parametrize(
    ("layer", "says"),
    [
        (NoShapes(), r"NoShapes\.compute_shapes must put the shapes of X and A into self\.shapes"),
        (NoShapeOfX(), r"NoShapeOfX\.compute_shapes must put the shapes of X and A into self\.shapes"),
        (
            NoTuple(),
            r"NoTuple: the shape of params\['s'\] must be a tuple, got 3\. Of a single value: \(3,\)",
        ),
        (NoReturn(), r"NoReturn\.forward: its result A must be an array, got None"),
        (NoWayBack(), r"NoWayBack\.backward: its result dX must be an array, got None"),
        (Doubled(), r"Doubled\.compute_gradients must put the gradient of 's' into grads"),
    ],
)
def test_what_a_layer_of_ones_own_forgets_is_named(layer: Layer, says: str) -> None:
    with pytest.raises(refold.RefoldError, match=says):
        refold.gradient_check(layer, numpy.ones((2, 3)))


class WrongShapes(Doubled):
    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(X=X.shape, A=(X.shape[0], 7))


class WrongWayBack(Doubled):
    def backward(self, dA: Any) -> Any:
        return dA[:, :1]


@pytest.mark.parametrize(
    ("layer", "says"),
    [
        (NoReturn(), r"NoReturn\.forward: its result A must be an array, got None"),
        (NoWayBack(), r"NoWayBack\.backward: its result dX must be an array, got None"),
        (WrongShapes(), r"forward: its result A must have shape \(2, 7\), got \(2, 3\).*compute_shapes"),
        (WrongWayBack(), r"backward: its result dX must have shape \(2, 3\), got \(2, 1\)"),
    ],
)
def test_what_a_layer_of_ones_own_returns_is_checked_where_it_is(layer: Layer, says: str) -> None:
    model = refold.Sequential([Dense(3), layer, refold.Residual([Dense(3)])])
    model.compile("sgd", "mse")
    with pytest.raises(refold.RefoldError, match=says) as caught:
        model.fit(numpy.ones((2, 4)), numpy.ones((2, 3)))
    assert type(layer).__name__ in caught.value.__notes__[0]


def test_a_constructor_that_forgets_the_layers_own_is_told() -> None:
    class Scaled(Doubled):
        def __init__(self, factor: float) -> None:
            self.factor = factor

    with pytest.raises(
        refold.NotReadyError, match=r"Scaled\.__init__ must call super\(\)\.__init__\(\*\*options\)"
    ):
        Scaled(2.0)


@pytest.mark.parametrize("name", refold.LAYERS)
def test_arguments_by_position_are_kerass(name: str) -> None:
    theirs = getattr(keras().layers, name, None)
    if theirs is None:  # a layer that Keras has not
        return
    ours, known = (
        [
            parameter.name
            for parameter in inspect.signature(layer.__init__).parameters.values()
            if parameter.kind is parameter.POSITIONAL_OR_KEYWORD
        ]
        for layer in (getattr(refold, name), theirs)
    )
    assert ours[: len(known)] == known[: len(ours)]


def test_a_layer_that_is_not_here_is_named() -> None:
    with pytest.raises(
        AttributeError, match=r"refold\.layers has no 'MaxPool2D'\. Its name is .* MaxPooling2D"
    ):
        refold.layers.MaxPool2D  # noqa: B018
    with pytest.raises(AttributeError, match=r"refold\.layers has no 'Flaten'\. Did you mean 'Flatten'"):
        refold.layers.Flaten  # noqa: B018


@pytest.mark.parametrize("training", [True, False, None])
@pytest.mark.parametrize("always", [True, False])
def test_training_may_be_said_in_the_call_as_in_keras(training: bool | None, always: bool) -> None:
    layer, X = refold.Dropout(0.5, seed=0), numpy.ones((8, 8))
    layer.training = always
    A = layer(X, training=training)
    assert layer.training is always
    assert numpy.array_equal(A, X) is not (always if training is None else training)
    assert numpy.array_equal(layer.backward(X), A)
    model = refold.Sequential([refold.Residual([refold.Dropout(0.5)])], seed=0)
    assert numpy.array_equal(model(X, training=training), 2 * X) is not bool(training)
    with pytest.raises(refold.ShapeError):
        refold.Dense(2, input_shape=(3,))(X, training=True)


def test_a_second_input_is_not_taken_for_training() -> None:
    X = numpy.ones((2, 3))
    with pytest.raises(refold.WrongValueError, match=r"^Sequential: training must be True or False, got arr"):
        refold.Sequential([refold.Dense(2)])(X, X)
    with pytest.raises(refold.WrongValueError, match=r"^Dropout: training must be True or False, got 'yes'"):
        refold.Dropout(0.5)(X, training="yes")  # type: ignore[arg-type]


@pytest.mark.parametrize("key", ["initial_state", "use_causal_mask", "attention_mask"])
def test_what_a_call_does_not_take_is_said(key: str) -> None:
    with pytest.raises(refold.UnknownNameError, match=rf"was called with '{key}': a call takes X, mask"):
        refold.MultiHeadAttention(1, 2)(numpy.ones((2, 3, 4)), **{key: True})


@pytest.mark.parametrize("value", ["no", 2, [True]])
def test_training_is_true_or_false(value: Any) -> None:
    layer = refold.Dropout(0.5)
    with pytest.raises(refold.WrongValueError, match="Dropout: training must be True or False, got"):
        layer.training = value
    assert layer.training is False


@pytest.mark.parametrize("name", ["dims", "shapes", "cache"])
def test_state_is_kept_in_dicts(name: str) -> None:
    layer, X = refold.Dense(2), numpy.ones((3, 4))
    A = layer.forward(X)
    with pytest.raises(refold.WrongValueError, match=rf"Dense: {name} must be a dict, got None\. {name}\."):
        setattr(layer, name, None)
    assert layer.backward(A).shape == (3, 4)
    setattr(layer, name, {})
    assert numpy.array_equal(layer.forward(numpy.ones((5, 4)))[:3], A)


def test_an_argument_may_have_the_name_of_state() -> None:
    class Named(refold.Permute):
        def __init__(self, dims: Any, cache: Any = (), **options: Any) -> None:
            super().__init__(dims, **options)

    model = refold.Sequential([Named((2, 1), (3,), input_shape=(2, 3))])
    assert model.layers[0].config == {"dims": (2, 1), "cache": (3,), "input_shape": (2, 3)}
