"""Random rows of layers do as Keras's do: there and back, and after steps of training."""

from collections.abc import Callable
from typing import Any

import numpy
import pytest

import refold

from .oracles import keras, keras_pass

Number = Callable[[int, int], int]
ACTIVATIONS = [None, "relu", "tanh", "sigmoid", "gelu", "softmax"]
OPTIMIZERS: list[tuple[str, dict[str, Any]]] = [
    ("SGD", {"momentum": 0.9, "global_clipnorm": 0.5}),
    ("SGD", {"momentum": 0.5, "nesterov": True, "weight_decay": 0.1}),
    ("RMSprop", {"centered": True, "clipvalue": 0.01}),
    ("Adam", {"amsgrad": True, "clipnorm": 0.1}),
    ("AdamW", {"weight_decay": 0.1}),
    ("Adagrad", {}),
]
STEPS = {"initial_learning_rate": 0.05, "decay_steps": 2}
RATES: list[Any] = [
    0.05,
    ("ExponentialDecay", {**STEPS, "decay_rate": 0.5}),
    ("CosineDecay", {**STEPS, "alpha": 0.1, "warmup_target": 0.1, "warmup_steps": 1}),
    0.01,
    ("ExponentialDecay", {**STEPS, "decay_rate": 0.5, "staircase": True}),
]


def choices(shape: tuple[int, ...], n: Number) -> list[tuple[str, dict[str, Any]]]:
    """What may come next: names and arguments of layers. `n(a, b)` draws a whole number from a to b."""
    units = {"activation": ACTIVATIONS[n(0, 5)], "use_bias": n(0, 3) > 0}
    filters = {"filters": n(2, 3), "padding": ("valid", "same")[n(0, 1)], **units}
    of_all = [
        ("Dense", {"units": n(1, 4), **units}),
        ("Activation", {"activation": ACTIVATIONS[n(1, 4)]}),
        ("BatchNormalization", {"momentum": 0.9, "scale": n(0, 1) > 0}),
        ("LayerNormalization", {"center": n(0, 1) > 0}),
        ("GroupNormalization", {"groups": (-1, 1)[n(0, 1)]}),
    ]
    if len(shape) == 1:
        return [*of_all, ("RepeatVector", {"n": n(1, 3)}), ("Reshape", {"target_shape": (1, -1)})]
    of_all += [("Flatten", {}), ("Permute", {"dims": tuple(range(len(shape), 0, -1))})]
    if len(shape) == 2:
        recurrent = {"units": n(1, 3), "return_sequences": n(0, 1) > 0}
        return [
            *of_all,
            ("Conv1D", {"kernel_size": n(1, 3), "strides": n(1, 2), **filters}),
            ("Conv1D", {"kernel_size": n(1, 3), **filters, "padding": "causal"}),
            ("Conv1DTranspose", {"kernel_size": n(1, 3), "strides": n(1, 2), **filters}),
            ("MaxPooling1D", {"pool_size": n(1, 2)}),
            ("UpSampling1D", {"size": n(1, 2)}),
            ("ZeroPadding1D", {"padding": (n(0, 2), n(0, 1))}),
            ("Cropping1D", {"cropping": (n(0, 1), n(0, 1))}),
            ("GlobalAveragePooling1D", {}),
            (("SimpleRNN", "LSTM", "GRU")[n(0, 2)], recurrent),
            (("SimpleRNN", "LSTM", "GRU")[n(0, 2)], {**recurrent, "go_backwards": True}),
            (
                "Bidirectional",
                {
                    "layer": (("SimpleRNN", "LSTM", "GRU")[n(0, 2)], recurrent),
                    "merge_mode": ("concat", "sum", "mul", "ave")[n(0, 3)],
                },
            ),
            ("TimeDistributed", {"layer": ("Dense", {"units": n(1, 3), **units})}),
        ]
    window = {"kernel_size": (n(1, 3), n(1, 2)), "padding": filters["padding"], "strides": n(1, 2)}
    return [
        *of_all,
        ("Conv2D", {**filters, **window}),
        ("Conv2DTranspose", {**filters, **window}),
        ("DepthwiseConv2D", {**window, **units, "depth_multiplier": n(1, 2)}),
        ("SeparableConv2D", {**filters, **window, "depth_multiplier": n(1, 2)}),
        ("AveragePooling2D", {"pool_size": (n(1, 3), n(1, 2))}),
        ("MaxPooling2D", {"pool_size": (n(1, 3), n(1, 2)), "padding": filters["padding"]}),
        ("UpSampling2D", {"size": (1, n(1, 2))}),
        ("ZeroPadding2D", {"padding": ((n(0, 1), n(0, 2)), (1, 0))}),
        ("GlobalMaxPooling2D", {}),
    ]


def ours_or_theirs(which: str, name: str, arguments: dict[str, Any]) -> Any:
    """What Refold or Keras calls `name`; a layer inside, or a schedule, is said by name and arguments too."""
    given = {
        key: ours_or_theirs(which, *value)
        if isinstance(value, tuple) and isinstance(value[0], str)
        else value
        for key, value in arguments.items()
    }
    places = (
        [refold] if which == "ours" else [keras().layers, keras().optimizers, keras().optimizers.schedules]
    )
    return next(getattr(place, name) for place in places if hasattr(place, name))(**given)


def network(rng: Any, X: Any) -> tuple[Any, refold.Sequential]:
    """The same random layers twice, for samples like X: Keras's and ours."""
    calls: list[tuple[str, dict[str, Any]]] = []
    shape = X.shape[1:]
    if X.dtype == "int64":
        calls, shape = [("Embedding", {"input_dim": 5, "output_dim": 2, "mask_zero": True})], (*shape, 2)
    elif len(shape) == 2 and rng.random() < 0.5:
        calls = [("Masking", {})]
    ours = refold.Sequential(
        [ours_or_theirs("ours", name, {**options, "dtype": "float64"}) for name, options in calls]
    )
    for _ in range(rng.integers(3, 7)):
        possible = choices(shape, lambda a, b: int(rng.integers(a, b + 1)))
        name, arguments = possible[rng.integers(len(possible))]
        if "Conv" in name and shape[-1] == 1:  # PyTorch fails on one channel: "must be contiguous"
            continue
        try:
            A = ours_or_theirs("ours", name, arguments).forward(numpy.ones((1, *shape)))
        except refold.ShapeError:  # too small for it
            continue
        if 0 < A.size < 300:
            ours.add(ours_or_theirs("ours", name, arguments))
            calls.append((name, arguments))
            shape = A.shape[1:]
    return keras().Sequential([ours_or_theirs("theirs", *call) for call in calls]), ours


@pytest.mark.filterwarnings("ignore:Layer .* passed an input with a mask")
@pytest.mark.filterwarnings("ignore:You are using a softmax")
@pytest.mark.parametrize("seed", range(40))
def test_keras(seed: int, tmp_path: Any) -> None:
    rng = numpy.random.default_rng(seed)
    shape = [(5,), (6, 2), (6, 2), (5, 4, 2), (6,)][seed % 5]
    X = rng.integers(0, 5, (3, *shape)) if seed % 5 == 4 else rng.normal(size=(3, *shape))
    theirs, ours = network(rng, X)
    if seed % 5 == 2:
        X[rng.random(X.shape[:2]) < 0.3] = 0.0
    if seed % 5 in (2, 4):
        X[:, 0] = 1
    theirs.build(X.shape)
    ours.forward(X)
    ours.set_weights(theirs.get_weights())
    A = ours.forward(X)
    dA, Y = rng.normal(size=A.shape), rng.normal(size=A.shape)
    expected, dX = keras_pass(theirs, X, dA), ours.backward(dA)
    grads = [grad for layer in ours.layers for grad in layer.grads.values()]
    came = {"A": A, "dX": dX, **dict(enumerate(grads))}
    assert came.keys() == expected.keys()
    for key, wanted in expected.items():
        numpy.testing.assert_allclose(came[key], wanted, rtol=1e-8, atol=1e-10, err_msg=str(key))
    assert ours.count_params() == theirs.count_params()
    optimizer, options = OPTIMIZERS[seed % len(OPTIMIZERS)]
    options = {"learning_rate": RATES[seed % len(RATES)], **options}
    theirs.compile(ours_or_theirs("theirs", optimizer, options), "mse")
    ours.compile(ours_or_theirs("ours", optimizer, options), "mse")
    ours.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    for _ in range(3):
        if theirs.trainable_weights:
            theirs.train_on_batch(X, Y)
            ours.train_on_batch(X, Y)
            again.train_on_batch(X, Y)
    for mine, loaded, wanted in zip(
        ours.get_weights(), again.get_weights(), theirs.get_weights(), strict=True
    ):
        numpy.testing.assert_allclose(mine, wanted, rtol=1e-5, atol=1e-7)
        numpy.testing.assert_array_equal(mine, loaded)
