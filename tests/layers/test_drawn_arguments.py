"""Arguments that Keras's layers share with ours, drawn together with the shape of X: the same numbers."""

from collections.abc import Callable
from typing import Any

import hypothesis
import numpy
import pytest
from hypothesis import strategies as st

import refold

from ..oracles import check_against_keras, keras, keras_pass

Case = tuple[dict[str, Any], tuple[int, ...]]  # the constructor's arguments, the shape of X
Draw = Callable[..., Any]

ELEMENTWISE = ("relu", "leaky_relu", "elu", "sigmoid", "tanh", "softplus", "linear", None)
number = lambda most: st.integers(1, most)  # noqa: E731
flag = st.booleans()
side = st.integers(0, 3)
both = side | st.tuples(side, side)
sides = both | st.tuples(st.tuples(side, side), st.tuples(side, side))


def each(axes: int, most: int) -> st.SearchStrategy[Any]:
    """One number for all axes, or one for each."""
    return number(most) | st.tuples(*[number(most)] * axes)


def shapes(least: int, most: int) -> st.SearchStrategy[tuple[int, ...]]:
    return st.lists(number(4), min_size=least, max_size=most).map(tuple)


def convolution(draw: Draw, axes: int) -> Case:
    how = draw(st.sampled_from(["strides", "dilation_rate"]))  # not both
    arguments = {
        "filters": draw(st.integers(2, 4)),
        "kernel_size": draw(each(axes, 3)),
        how: draw(each(axes, 3)),
        "padding": draw(st.sampled_from(["valid", "same", "SAME"] + ["causal"] * (axes == 1))),
        "activation": draw(st.sampled_from([*ELEMENTWISE, "gelu", "softmax"])),
        "use_bias": draw(flag),
        "bias_initializer": "random_normal",
    }
    return arguments, (draw(number(3)), *(draw(st.integers(7, 9)) for _ in range(axes)), draw(number(3)))


def depthwise(draw: Draw, **more: st.SearchStrategy[Any]) -> Case:
    arguments, shape = convolution(draw, 2)
    del arguments["filters"]
    arguments |= {name: draw(values) for name, values in more.items()}
    return arguments | {"depth_multiplier": draw(number(3))}, shape


def transposed(draw: Draw, axes: int) -> Case:
    arguments, (m, *_, channels) = convolution(draw, axes)
    arguments["padding"] = draw(st.sampled_from(["valid", "same", "SAME"]))
    if draw(flag):  # of an even kernel, "same" would leave nothing to some
        strides = arguments.get("strides", 1)
        each_stride = strides if isinstance(strides, tuple) else (strides,) * axes
        arguments["output_padding"] = draw(st.tuples(*[st.integers(0, stride - 1) for stride in each_stride]))
        arguments["kernel_size"] = draw(st.sampled_from([1, 3, 5]))
    return arguments, (
        m,
        *(draw(number(4)) for _ in range(axes)),
        channels + 1,
    )  # PyTorch fails on one channel


def dense(draw: Draw) -> Case:
    arguments = {
        "units": draw(number(4)),
        "activation": draw(st.sampled_from([*ELEMENTWISE, "gelu", "softmax"])),
        "use_bias": draw(flag),
        "bias_initializer": "random_normal",
    }
    return arguments, draw(shapes(2, 4))


def recurrent(draw: Draw, **more: st.SearchStrategy[Any]) -> Case:
    arguments = {
        "units": draw(number(4)),
        "activation": draw(st.sampled_from(ELEMENTWISE)),
        "use_bias": draw(flag),
        "bias_initializer": "random_normal",
        "return_sequences": draw(flag),
        "go_backwards": draw(flag),
        **{name: draw(values) for name, values in more.items()},
    }
    return arguments, draw(shapes(3, 3))


def pooling(draw: Draw, axes: int, paddings: list[str]) -> Case:
    arguments = {
        "pool_size": draw(each(axes, 3)),
        "strides": draw(st.none() | each(axes, 3)),
        "padding": draw(st.sampled_from(paddings)),
    }
    return arguments, (draw(number(3)), *(draw(st.integers(3, 8)) for _ in range(axes)), draw(number(3)))


def global_pooling(draw: Draw, axes: int) -> Case:
    return {"keepdims": draw(flag)}, draw(shapes(axes + 2, axes + 2))


def up_sampling(draw: Draw, size: st.SearchStrategy[Any], axes: int) -> Case:
    return {"size": draw(size)}, draw(shapes(axes + 2, axes + 2))


def zero_padding(draw: Draw, axes: int) -> Case:
    return {"padding": draw(both if axes == 1 else sides)}, draw(shapes(axes + 2, axes + 2))


def cropping(draw: Draw, axes: int) -> Case:
    lengths = (draw(st.integers(7, 9)) for _ in range(axes))
    return {"cropping": draw(both if axes == 1 else sides)}, (draw(number(3)), *lengths, draw(number(3)))


def group_normalization(draw: Draw) -> Case:
    shape = list(draw(shapes(2, 5)))
    axis, groups = draw(st.integers(1, len(shape) - 1)), draw(number(3))
    shape[axis] *= groups
    arguments = {
        "groups": draw(st.sampled_from([groups, -1])),
        "axis": draw(st.sampled_from([axis, axis - len(shape)])),
        "epsilon": draw(st.floats(1e-3, 1.0)),
        "center": draw(flag),
        "scale": draw(flag),
        "beta_initializer": "random_normal",
        "gamma_initializer": "random_normal",
    }
    return arguments, tuple(shape)


def permutation(draw: Draw) -> Case:
    shape = draw(shapes(2, 5))
    return {"dims": tuple(draw(st.permutations(range(1, len(shape)))))}, shape


def bounded_relu(draw: Draw) -> Case:
    arguments = {
        "max_value": draw(st.none() | st.floats(0.0, 2.0)),
        "negative_slope": draw(st.floats(0.0, 1.0)),
        "threshold": draw(st.floats(0.0, 2.0)),
    }
    return arguments, draw(shapes(2, 4))


gate = st.sampled_from(ELEMENTWISE)
CASES: dict[str, Callable[[Draw], Case]] = {
    "Conv1D": lambda draw: convolution(draw, 1),
    "Conv2D": lambda draw: convolution(draw, 2),
    "Conv1DTranspose": lambda draw: transposed(draw, 1),
    "Conv2DTranspose": lambda draw: transposed(draw, 2),
    "DepthwiseConv2D": depthwise,
    "SeparableConv2D": lambda draw: depthwise(draw, filters=st.integers(2, 4)),
    "Dense": dense,
    "SimpleRNN": recurrent,
    "LSTM": lambda draw: recurrent(draw, recurrent_activation=gate, unit_forget_bias=flag),
    "GRU": lambda draw: recurrent(draw, recurrent_activation=gate, reset_after=flag),
    "MaxPooling1D": lambda draw: pooling(draw, 1, ["valid", "same"]),
    "MaxPooling2D": lambda draw: pooling(draw, 2, ["valid", "same"]),
    "AveragePooling1D": lambda draw: pooling(draw, 1, ["valid"]),  # Keras on PyTorch counts padding (3.15)
    "AveragePooling2D": lambda draw: pooling(draw, 2, ["valid"]),
    "GlobalAveragePooling1D": lambda draw: global_pooling(draw, 1),
    "GlobalAveragePooling2D": lambda draw: global_pooling(draw, 2),
    "GlobalMaxPooling1D": lambda draw: global_pooling(draw, 1),
    "GlobalMaxPooling2D": lambda draw: global_pooling(draw, 2),
    "UpSampling1D": lambda draw: up_sampling(draw, number(4), 1),
    "UpSampling2D": lambda draw: up_sampling(draw, each(2, 4), 2),
    "RepeatVector": lambda draw: ({"n": draw(number(4))}, draw(shapes(2, 2))),
    "ZeroPadding1D": lambda draw: zero_padding(draw, 1),
    "ZeroPadding2D": lambda draw: zero_padding(draw, 2),
    "Cropping1D": lambda draw: cropping(draw, 1),
    "Cropping2D": lambda draw: cropping(draw, 2),
    "GroupNormalization": group_normalization,
    "Permute": permutation,
    "ReLU": bounded_relu,
}


@pytest.mark.filterwarnings("ignore:You are using a softmax", "ignore:Dense. the softmax")
@pytest.mark.parametrize("name", CASES)
@hypothesis.given(data=st.data())
@hypothesis.settings(max_examples=25, derandomize=True)
def test_the_same_as_keras(name: str, data: st.DataObject) -> None:
    arguments, shape = CASES[name](data.draw)
    ours, theirs = getattr(refold, name)(**arguments), getattr(keras().layers, name)(**arguments)
    check_against_keras(ours, theirs, shape, seed=data.draw(st.integers(0, 1000)))


@pytest.mark.filterwarnings("ignore:You are using a softmax", "ignore:Dense. the softmax")
@pytest.mark.parametrize("name", CASES)
@hypothesis.given(data=st.data())
@hypothesis.settings(max_examples=10, derandomize=True)
def test_for_each_step_the_same_as_keras(name: str, data: st.DataObject) -> None:
    arguments, (m, *shape) = CASES[name](data.draw)
    inside, known = getattr(refold, name)(**arguments), getattr(keras().layers, name)(**arguments)
    steps = data.draw(number(3))
    ours, theirs = refold.TimeDistributed(inside), keras().layers.TimeDistributed(known)
    check_against_keras(ours, theirs, (m, steps, *shape), seed=data.draw(st.integers(0, 1000)))


@hypothesis.given(data=st.data())
@hypothesis.settings(max_examples=40, derandomize=True)
def test_masks_the_same_as_keras(data: st.DataObject) -> None:
    """What Masking hides, in a model: a recurrent layer or two, the mean, and layers that let the mask by."""
    draw = data.draw
    m, steps, n, value = draw(number(4)), draw(number(5)), draw(number(3)), draw(st.sampled_from([0.0, -1.0]))
    calls: list[tuple[str, dict[str, Any]]] = [("Masking", {"mask_value": value})]
    for _ in range(draw(st.integers(0, 2))):
        name = draw(st.sampled_from(["SimpleRNN", "LSTM", "GRU", "Dense"]))
        options = {} if name == "Dense" else {"return_sequences": True, "go_backwards": draw(flag)}
        calls.append((name, {"units": draw(number(3)), **options}))
    calls.append(draw(st.sampled_from([("GlobalAveragePooling1D", {}), ("LSTM", {"units": 2}), *calls[:1]])))
    rng = numpy.random.default_rng(draw(st.integers(0, 1000)))
    X = rng.normal(size=(m, steps, n))
    hidden = rng.random((m, steps)) < 0.4
    hidden[:, rng.integers(steps)] = False  # the mean of nothing is NaN in Keras
    X[hidden] = value
    theirs = keras().Sequential([getattr(keras().layers, name)(**options) for name, options in calls])
    ours = refold.Sequential([getattr(refold, name)(**options) for name, options in calls])
    theirs.build(X.shape)
    ours.forward(X)
    ours.set_weights(theirs.get_weights())
    dA = rng.normal(size=ours.forward(X).shape)
    expected, dX = keras_pass(theirs, X, dA), ours.backward(dA)
    grads = [grad for layer in ours.layers for grad in layer.grads.values()]
    came = {"A": ours.forward(X), "dX": dX, **dict(enumerate(grads))}
    assert came.keys() == expected.keys()
    for key, wanted in expected.items():
        numpy.testing.assert_allclose(came[key], wanted, rtol=1e-10, atol=1e-12, err_msg=str(key))


@hypothesis.given(data=st.data())
@hypothesis.settings(max_examples=25, derandomize=True)
def test_both_ways_the_same_as_keras(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["SimpleRNN", "LSTM", "GRU"]))
    arguments, shape = CASES[name](data.draw)
    arguments["go_backwards"] = False  # Keras refuses it here
    merge_mode = data.draw(st.sampled_from(["concat", "sum", "mul", "ave"]))
    inside, known = getattr(refold, name)(**arguments), getattr(keras().layers, name)(**arguments)
    theirs = keras().layers.Bidirectional(known, merge_mode)
    check_against_keras(refold.Bidirectional(inside, merge_mode), theirs, shape)
