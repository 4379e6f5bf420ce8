import inspect
import re
from typing import Any

import numpy
import pytest

import refold
from refold.errors import arguments_of
from refold.instead import (
    OF_A_CALL,
    OF_A_LAYER,
    OF_A_METRIC,
    OF_AN_OPTIMIZER,
    OF_EARLY_STOPPING,
    OF_LAYERS,
    OF_LOSSES,
    OF_METRICS,
    OF_MODELS,
    OF_ONE_HOT,
    OF_OPTIMIZERS,
    OF_SPLIT,
    OF_TRAINING,
)
from refold.losses import LOSSES
from refold.optimizers import OPTIMIZERS

from .oracles import keras


@pytest.mark.parametrize("name", refold.LAYERS)
def test_every_argument_of_kerass_layer_is_here_or_has_a_word(name: str) -> None:
    theirs = getattr(keras().layers, name, None)
    if theirs is None:  # a layer that Keras has not
        return
    known = {
        argument
        for base in getattr(refold, name).__mro__
        if base is not object
        for argument in inspect.signature(base.__init__).parameters
    }
    arguments, _ = getattr(refold, name).examples[0]
    of_all = {"activity_regularizer", "autocast"}
    of_all |= {"zero_output_for_mask"} if issubclass(theirs, keras().layers.RNN) else set()
    for argument in (set(inspect.signature(theirs).parameters) | of_all) - known - {"kwargs"}:
        with pytest.raises(
            refold.UnknownNameError, match=rf"^{name} has no argument '{argument}'\. "
        ) as caught:
            getattr(refold, name)(**arguments, **{argument: None})
        assert OF_LAYERS[argument] in str(caught.value)


PYTORCH = {
    "AvgPool2d": "AveragePooling2D",
    "BatchNorm1d": "BatchNormalization",
    "Conv2d": "Conv2D",
    "ConvTranspose2d": "Conv2DTranspose",
    "Dropout": "Dropout",
    "ELU": "ELU",
    "Embedding": "Embedding",
    "Flatten": "Flatten",
    "GroupNorm": "GroupNormalization",
    "LSTM": "LSTM",
    "LayerNorm": "LayerNormalization",
    "LeakyReLU": "LeakyReLU",
    "Linear": "Dense",
    "MaxPool2d": "MaxPooling2D",
    "MultiheadAttention": "MultiHeadAttention",
    "Softmax": "Softmax",
    "Upsample": "UpSampling2D",
}


@pytest.mark.parametrize(("theirs", "ours"), PYTORCH.items())
def test_every_argument_of_pytorchs_layer_is_here_or_has_a_word(theirs: str, ours: str) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    kind, known = getattr(torch.nn, theirs), arguments_of(getattr(refold, ours))
    constructors = [kind.__init__, kind.__base__.__init__] if theirs == "LSTM" else [kind.__init__]
    arguments = {name for each in constructors for name in inspect.signature(each).parameters}
    within = {"self", "args", "kwargs", "mode", "_weight", "_freeze"}
    assert {name for name in arguments - within if name not in known and name not in OF_LAYERS} == set()


@pytest.mark.parametrize(
    ("name", "options", "says"),
    [
        ("LSTM", {"hidden_size": 3, "input_size": 2}, r"LSTM has no argument 'hidden_size'\. Write units="),
        ("Conv2D", {"out_channels": 3, "kernel_size": 3}, r"Conv2D has no argument 'out_ch.*Write filters="),
        ("Embedding", {"num_embeddings": 3, "embedding_dim": 2}, r"no argument 'num_emb.*Write input_dim="),
        ("Dropout", {"p": 0.5}, r"Dropout has no argument 'p'\. Write rate="),
        ("Dropout", {"drop_prob": 0.5}, r"Dropout has no argument 'drop_prob'\. Write rate="),
        ("GRU", {"unit_cells": 3, "sequences": True}, r"GRU has no argument 'unit_cells'\. Write units="),
        ("Dense", {"unit": 3}, r"Dense has no argument 'unit'\. Did you mean 'units'"),
    ],
)
def test_another_name_for_what_must_be_given(name: str, options: dict[str, Any], says: str) -> None:
    with pytest.raises(refold.UnknownNameError, match=says):
        getattr(refold, name)(**options)
    with pytest.raises(TypeError, match=f"{name}: missing a required argument"):
        getattr(refold, name)(name="mine")


def test_a_layer_of_ones_own_may_hand_all_its_arguments_on() -> None:
    class Own(refold.Dense):
        def __init__(self, **options: Any) -> None:
            super().__init__(**options)

    assert Own(units=3, activation="relu").units == 3
    with pytest.raises(refold.UnknownNameError, match=r"Own has no argument 'unit'. Did you mean 'units'"):
        Own(units=3, unit=3)
    with pytest.raises(refold.UnknownNameError, match="Twice has no argument 'activation'"):
        type("Twice", (refold.ReLU,), {})(activation="relu")


EPYNN = {  # the arguments of its layers
    "Dense": "units activate initialization se_hPars",
    "Dropout": "drop_prob",
    "GRU": "unit_cells activate initialization clip_gradients sequences se_hPars",
    "LSTM": "unit_cells activate initialization clip_gradients sequences se_hPars",
    "SimpleRNN": "unit_cells activate initialization clip_gradients sequences se_hPars",
    "Conv2D": "unit_filters filter_size strides activate initialization use_bias se_hPars",
    "MaxPooling2D": "pool_size strides",
}


@pytest.mark.parametrize(("name", "arguments"), EPYNN.items())
def test_arguments_of_epynns_layers_have_a_word(name: str, arguments: str) -> None:
    known = arguments_of(getattr(refold, name))
    for argument in arguments.split():
        assert argument in known or argument in OF_LAYERS
    for written in re.findall(
        r"Write (\w+)=", " ".join(OF_LAYERS[each] for each in {*arguments.split()} - {*known})
    ):
        assert written in known


def test_arguments_without_a_name() -> None:
    with pytest.raises(
        refold.WrongValueError, match=r"^Linear takes all arguments by name, got \(3, 2\)\. Py"
    ):
        refold.Linear(3, 2)
    with pytest.raises(
        refold.WrongValueError, match=r"Flatten takes all .* got \(3,\)\. help\(Flatten\) lists"
    ):
        refold.Flatten(3)  # type: ignore[call-arg]
    with pytest.raises(
        refold.WrongValueError, match=r"Conv2D takes only filters, kernel_size, strides, padding w"
    ):
        refold.Conv2D(3, 3, 1, "same", 1)  # type: ignore[call-arg]
    for kind in (refold.ReLU, refold.Softmax, refold.Linear):
        with pytest.raises(refold.UnknownNameError, match=f"{kind.__name__} has no argument 'activation'"):
            kind(activation="relu")


def test_a_layer_of_ones_own_may_take_any_number() -> None:
    class Own(refold.Flatten):
        def __init__(self, *sizes: int, **options: Any) -> None:
            super().__init__(**options)
            self.sizes = sizes

    assert Own(1, 2, 3, name="own").sizes == (1, 2, 3)


def defaults(kind: type) -> dict[str, Any]:
    """What each argument of a class, or of the classes that it builds on, is where it is not given."""
    constructors = [vars(base)["__init__"] for base in kind.__mro__ if "__init__" in vars(base)]
    return {
        parameter.name: parameter.default
        for constructor in reversed(constructors)
        for parameter in inspect.signature(constructor).parameters.values()
        if parameter.default is not parameter.empty
    }


@pytest.mark.parametrize("name", [name for name in refold.__all__ if isinstance(getattr(refold, name), type)])
def test_every_default_is_kerass(name: str) -> None:
    modules = (keras().layers, keras().losses, keras().optimizers, keras().callbacks)
    for module in (*modules, keras().optimizers.schedules, keras().initializers):
        theirs = defaults(getattr(module, name, object))
        for argument, ours in defaults(getattr(refold, name)).items():
            expected = theirs.get(argument, ours)  # one number stands for the same along every axis
            assert numpy.array_equal(numpy.broadcast_to(ours, numpy.shape(expected)), expected), argument


@pytest.mark.parametrize("method", ["compile", "fit", "evaluate", "predict", "train_on_batch"])
def test_every_default_of_a_model_is_kerass(method: str) -> None:
    ours, theirs = (
        inspect.signature(getattr(kind, method)) for kind in (refold.Sequential, keras().Sequential)
    )
    for name, argument in ours.parameters.items():
        if argument.default is not argument.empty and name in theirs.parameters:
            assert (argument.default or None) == (theirs.parameters[name].default or None), name


def theirs_alone(theirs: Any, ours: Any) -> set[str]:
    """The arguments that Keras's class or method has and ours has not."""
    return set(inspect.signature(theirs).parameters) - set(arguments_of(ours)) - {"self", "kwargs", "args"}


@pytest.mark.parametrize("kind", sorted(set(LOSSES.values()), key=lambda kind: kind.__name__))
def test_losses(kind: type) -> None:
    for argument in theirs_alone(getattr(keras().losses, kind.__name__), kind):
        with pytest.raises(refold.UnknownNameError) as caught:
            kind(**{argument: None})
        assert str(caught.value) == f"{kind.__name__} has no argument {argument!r}. {OF_LOSSES[argument]}"
    with pytest.raises(refold.UnknownNameError, match=r"no argument 'reduction'\. A loss is the mean"):
        kind()(numpy.ones((2, 2)), numpy.ones((2, 2)), reduction="sum")


@pytest.mark.parametrize("kind", OPTIMIZERS.values())
def test_optimizers(kind: type) -> None:
    for argument in {*theirs_alone(getattr(keras().optimizers, kind.__name__), kind), "lr", "decay"}:
        with pytest.raises(refold.UnknownNameError) as caught:
            kind(**{argument: None})
        assert str(caught.value) == f"{kind.__name__} has no argument {argument!r}. {OF_OPTIMIZERS[argument]}"


def test_early_stopping() -> None:
    for argument in theirs_alone(keras().callbacks.EarlyStopping, refold.EarlyStopping):
        with pytest.raises(refold.UnknownNameError) as caught:
            refold.EarlyStopping(**{argument: None})
        assert (
            str(caught.value) == f"EarlyStopping has no argument {argument!r}. {OF_EARLY_STOPPING[argument]}"
        )


@pytest.mark.parametrize("method", ["compile", "fit", "evaluate", "predict"])
def test_training(method: str) -> None:
    ours, who = getattr(refold.Sequential(), method), f"Sequential.{method}"
    for argument in theirs_alone(getattr(keras().Sequential(), method), ours):
        with pytest.raises(refold.UnknownNameError) as caught:
            ours(*[None] * 2, **{argument: None})
        assert str(caught.value) == f"{who} has no argument {argument!r}. {OF_TRAINING[argument]}"
    for argument in ("learning_rate", "lr", "loss"):
        with pytest.raises(refold.UnknownNameError, match=rf"fit has no argument '{argument}'\. .*compile\("):
            refold.Sequential().fit(None, None, **{argument: 0.1})
    with pytest.raises(refold.UnknownNameError, match=r"no argument 'batchsize'. Did you mean 'batch_size'"):
        refold.Sequential().fit(None, None, batchsize=3)


@pytest.mark.parametrize("name", ["MultiHeadAttention", "LSTM", "GRU", "SimpleRNN", "Dense", "Bidirectional"])
def test_a_call(name: str) -> None:
    theirs, layer = getattr(keras().layers, name), getattr(refold, name)
    for argument in set(inspect.signature(theirs.call).parameters) - {"self", "mask", "training"}:
        with pytest.raises(refold.UnknownNameError) as caught:
            layer(**layer.examples[0][0])(**{argument: numpy.ones((2, 3, 4))})
        expected = f"{name} was called with {argument!r}: a call takes X, mask and training. "
        assert str(caught.value) == expected + OF_A_CALL[argument]


def test_two_inputs() -> None:
    X = numpy.ones((2, 3, 4))
    with pytest.raises(refold.ShapeError, match=r"mask must have shape \(2, 3\), .*write layer\(X\)\."):
        refold.MultiHeadAttention(2, 3)(X, X)
    with pytest.raises(refold.WrongValueError, match=r"^Dense.forward takes X alone, got two inputs"):
        refold.Dense(3)(X, X)


def test_pytorch_s_arguments_of_adam_have_a_word() -> None:
    for argument, then in (("betas", "Write beta_1=... and beta_2=..."), ("eps", "Write epsilon=...")):
        with pytest.raises(refold.UnknownNameError, match=re.escape(then)):
            refold.Adam(**{argument: 0.1})


@pytest.mark.parametrize("name", ["Precision", "Recall", "FScore"])
def test_every_argument_of_kerass_metric_is_here_or_has_a_word(name: str) -> None:
    theirs = getattr(keras().metrics, {"FScore": "FBetaScore"}.get(name, name))
    ours = getattr(refold, name)
    for argument in set(inspect.signature(theirs).parameters) - set(arguments_of(ours)):
        with pytest.raises(refold.UnknownNameError, match=rf"^{name} has no argument '{argument}'") as caught:
            ours(**{argument: None})
        assert OF_METRICS[argument] in str(caught.value)
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'average'"):
        ours(avarage="macro")


def test_what_there_is_is_said_once() -> None:
    for make in (refold.BatchNormalization, lambda **options: refold.LSTM(2, **options)):
        with pytest.raises(refold.UnknownNameError) as caught:
            make(momentun=0.9)
        names = str(caught.value).partition("There are: ")[2].rstrip(".").split(", ")
        assert len(names) == len(set(names)) > 9


def test_attributes_that_are_not_here_have_a_word() -> None:
    model = refold.Sequential([refold.Dense(2, input_shape=(3,)), refold.BatchNormalization()])
    owners = [(model, OF_MODELS), (model.layers[0], OF_A_LAYER), (refold.Adam(), OF_AN_OPTIMIZER)]
    owners += [(refold.MeanSquaredError(), OF_LOSSES), (refold.Precision(), OF_A_METRIC)]
    for owner, instead in owners:
        for name, then in instead.items():
            with pytest.raises(AttributeError) as caught:
                getattr(owner, name)
            assert str(caught.value) == f"{type(owner).__name__!r} object has no attribute {name!r}. {then}"
    for owner, instead in owners:
        assert "W" not in dir(owner) and not instead.keys() & dir(owner)  # what Tab offers is there
        with pytest.raises(AttributeError, match=r"has no attribute 'dispatch'$"):
            owner.dispatch  # noqa: B018


def test_what_nothing_would_read_is_not_set() -> None:
    model = refold.Sequential([refold.Dense(2, input_shape=(3,))])
    owners = [(model, OF_MODELS), (model.layers[0], OF_A_LAYER), (refold.Adam(), OF_AN_OPTIMIZER)]
    owners.append((refold.Huber(), OF_LOSSES))
    for owner, instead in owners:
        for name, then in instead.items():
            with pytest.raises(AttributeError, match=re.escape(then)):
                setattr(owner, name, 1.0)
            assert name not in vars(owner)


@pytest.mark.parametrize("name", refold.LAYERS)
def test_what_keras_would_heed_is_not_set(name: str) -> None:
    """Penalties and limits of weights, and the state of a recurrent layer, may be set in Keras."""
    theirs, (arguments, _) = getattr(keras().layers, name, None), getattr(refold, name).examples[0]
    layer, set_late = getattr(refold, name)(**arguments), r"_(regularizer|constraint)$|^stateful$"
    for argument in inspect.signature(theirs).parameters if theirs else ():
        if re.search(set_late, argument):
            with pytest.raises(AttributeError, match=re.escape(OF_LAYERS[argument])):
                setattr(layer, argument, "l2")


def test_a_layer_of_ones_own_may_have_what_is_not_here() -> None:
    class Own(refold.ReLU):
        kernel = 3

        def call(self) -> int:
            return self.W

    layer = Own()
    layer.W = 5
    assert (layer.kernel, layer.call()) == (3, 5) and {"kernel", "call", "W"} <= set(dir(layer))
    assert not hasattr(refold.Dense, "kernel") and not hasattr(refold.Dense(1), "kernel")
    del layer.W
    with pytest.raises(AttributeError, match=r"^'Own' object has no attribute 'W'\. params has them"):
        del layer.W


@pytest.mark.parametrize("name", refold.LAYERS)
def test_no_word_is_said_of_what_is_here(name: str) -> None:
    kind = getattr(refold, name)
    arguments, shape = kind.examples[0]
    layer = kind(**arguments)
    layer.forward(numpy.zeros(shape, layer.input_dtype))
    assert {each for each in OF_A_LAYER if hasattr(layer, each)} == set()


def test_keras_s_weights_and_shapes_have_a_word() -> None:
    """What Keras's tutorials read of a model or a layer."""
    read = {
        "weights",
        "trainable_weights",
        "trainable_variables",
        "get_config",
        "output_shape",
        "output",
        "input",
    }
    assert read <= OF_MODELS.keys() | {"get_config"} and read <= OF_A_LAYER.keys()


def test_a_property_says_itself_what_it_needs() -> None:
    class Half(refold.Dense):
        @property
        def half(self) -> int:
            return self.unit // 2

    with pytest.raises(AttributeError, match="'Half' object has no attribute 'unit'"):
        Half(2).half  # noqa: B018


@pytest.mark.parametrize(
    ("function", "instead"), [(refold.split, OF_SPLIT), (refold.one_hot_encode, OF_ONE_HOT)]
)
def test_arguments_of_others_data_helpers_have_a_word(function: Any, instead: dict[str, str]) -> None:
    for name, then in instead.items():
        with pytest.raises(
            refold.UnknownNameError,
            match=f"^{function.__name__} has no argument {name!r}. {re.escape(then)}$",
        ):
            function(*[numpy.zeros(4, int)] * (1 + (function is refold.split)), **{name: 1})
