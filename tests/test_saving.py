import json
import os
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy
import pytest

import refold
from refold import SGD, Adam, Dense, Flatten, Permute, ReLU, Reshape, Sequential
from refold.initializers import Constant, Orthogonal, he_normal

from .students import Flatten as TheirFlatten

x, y = numpy.random.default_rng(0).normal(size=(20, 3, 2)), numpy.zeros((20, 2))


def model(optimizer: Any = "adam") -> Sequential:
    made = Sequential(
        [Permute((2, 1)), Reshape((-1, 3)), Dense(4, name="D", use_bias=False), ReLU(), Flatten(), Dense(2)],
        name="mine",
        seed=5,
    )
    made.compile(optimizer, refold.MeanSquaredError(), metrics=["mae"])
    return made


@pytest.mark.parametrize("optimizer", [Adam(0.01), SGD(0.1, momentum=0.9)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_training_goes_on_where_it_stopped(optimizer: Any, dtype: str, tmp_path: Path, backend: Any) -> None:
    made = model(type(optimizer)(**optimizer.config))
    X, Y = backend(x, dtype), backend(y, dtype)
    made.fit(X, Y, epochs=2)
    made.save(tmp_path / "model.npz")
    again = Sequential.load(tmp_path / "model.npz")
    assert [step.name for step in again.steps] == [step.name for step in made.steps]
    assert again.name == "mine"
    assert repr(again.optimizer) == repr(made.optimizer)
    assert numpy.array_equal(refold.to_numpy(again.predict(X)), refold.to_numpy(made.predict(X)))
    assert again.fit(X, Y, epochs=2).history == made.fit(X, Y, epochs=2).history


class Noise(refold.Layer):
    """A = X + noise while training, drawn by a source of its own and by one of a kind that no file holds."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.rng, self.old = numpy.random.default_rng(3), numpy.random.RandomState(3)

    def compute_shapes(self, X: Any) -> None:
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X: Any) -> Any:
        self.compute_shapes(X)
        return X + refold.asarray(self.rng.normal(size=X.shape), like=X) if self.training else X

    def backward(self, dA: Any) -> Any:
        return dA


@pytest.mark.parametrize("seed", [2, None])
def test_what_is_random_goes_on_where_it_stopped(seed: int | None, tmp_path: Path, backend: Any) -> None:
    """Two epochs, a file, and two more: as four at one go, where the order of the samples is the same."""
    once = Sequential(
        [
            refold.Dropout(0.5),
            refold.Residual([refold.Dropout(0.3, seed=4), Dense(2), refold.Dropout(0.2)]),
            refold.TimeDistributed(refold.Dropout(0.2)),
            Noise(),
            Flatten(),
            Dense(2),
        ],
        seed=seed,
    )
    once.compile("adam", "mse")
    X, Y = backend(x), backend(y)
    once.fit(X, Y, shuffle=False)
    once.save(tmp_path / "model.npz")
    again = Sequential.load(tmp_path / "model.npz", {"Noise": Noise})
    losses = once.fit(X, Y, batch_size=7, epochs=4, shuffle=False).history["loss"]
    for half in (losses[:2], losses[2:]):
        assert again.fit(X, Y, batch_size=7, epochs=2, shuffle=False).history["loss"] == half
        again.save(tmp_path / "model.npz")
        again = Sequential.load(tmp_path / "model.npz", {"Noise": Noise})


def test_a_source_of_another_kind_begins_anew(tmp_path: Path) -> None:
    noise = Noise(input_shape=(2,))
    noise.rng = numpy.random.RandomState(3)
    Sequential([noise]).save(tmp_path / "model.npz")
    assert Sequential.load(tmp_path / "model.npz", {"Noise": Noise}).layers[0].rng.random() < 1


def test_what_was_remembered_in_16_bits_is_so_no_more(tmp_path: Path) -> None:
    made = model()
    made.fit(x.astype("float16"), y.astype("float16"))
    made.save(tmp_path / "model.npz")
    with numpy.load(tmp_path / "model.npz") as file:
        arrays = {key: file[key] for key in file.files}
    arrays |= {key: value.astype("float16") for key, value in arrays.items() if key.startswith("optimizer/")}
    numpy.savez(tmp_path / "model.npz", **arrays)
    again = Sequential.load(tmp_path / "model.npz")
    again.fit(x.astype("float16"), y.astype("float16"))
    dtypes = {value.dtype for memory in again.optimizer.state.values() for value in memory.values()}
    assert dtypes == {numpy.dtype("float32")}


def test_not_compiled_and_not_built(tmp_path: Path) -> None:
    Sequential([Dense(2, input_shape=(3,))]).save(tmp_path / "a.npz")
    with pytest.raises(refold.NotReadyError, match="compile"):
        Sequential.load(tmp_path / "a.npz").fit(x, y)
    with pytest.raises(refold.NotReadyError, match="input_shape"):
        Sequential([Dense(2)]).save(tmp_path / "b.npz")
    assert not (tmp_path / "b.npz").exists()
    Sequential().save(tmp_path / "c.npz")
    assert Sequential.load(tmp_path / "c.npz").layers == []


def test_the_file_holds_no_pickle(tmp_path: Path) -> None:
    made = model()
    made.fit(x, y)
    made.save(str(tmp_path / "model.npz"))
    with numpy.load(tmp_path / "model.npz", allow_pickle=False) as file:
        assert all(file[key].dtype.kind in "fU" for key in file.files)
        description = json.loads(str(file["description"]))
    assert [layer["class"] for layer in description["layers"]][:2] == ["Permute", "Reshape"]


def test_what_cannot_be_saved_is_named_and_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_text("before")
    theirs = Sequential([TheirFlatten(), Dense(2)])
    theirs.forward(x)
    with pytest.raises(refold.WrongValueError, match=r"layer 'flatten' \(Flatten\) is not one of Refold's"):
        theirs.save(path)
    own_metric = model()
    own_metric.compile("sgd", "mse", metrics=[lambda y_true, y_pred: 0.0])
    own_metric.fit(x, y)
    with pytest.raises(refold.UnknownNameError, match="metric that can be saved"):
        own_metric.save(path)
    assert path.read_text() == "before"
    assert os.listdir(tmp_path) == ["model.npz"]


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = model()
    made.fit(x, y)
    path = tmp_path / "model.npz"
    made.save(path)
    before = path.read_bytes()
    monkeypatch.setattr(
        numpy, "savez", lambda file, **arrays: file.write(b"half") and (_ for _ in ()).throw(OSError)
    )
    with pytest.raises(OSError):
        made.save(path)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["model.npz"]


def test_a_layer_class_of_ones_own(tmp_path: Path) -> None:
    class Twice(ReLU):
        """A = max(X, 0), under another name."""

    Sequential([Twice(input_shape=(2,))]).save(tmp_path / "model.npz")
    with pytest.raises(refold.FileFormatError, match=r"custom_objects={'Twice': Twice} says"):
        Sequential.load(tmp_path / "model.npz")
    again = Sequential.load(tmp_path / "model.npz", custom_objects={"Twice": Twice})
    assert isinstance(again.layers[0], Twice)
    with pytest.raises(refold.WrongValueError, match=r"custom_objects must be a dict .*got \["):
        Sequential.load(tmp_path / "model.npz", custom_objects=[Twice])  # pyright: ignore


def test_an_array_as_an_argument_is_refused_by_name(tmp_path: Path) -> None:
    class Shifted(ReLU):
        """A = max(X + by, 0)."""

        def __init__(self, by: Any, **options: Any) -> None:
            super().__init__(**options)
            self.by = by

    for by in (numpy.ones(1), numpy.ones(3)):
        with pytest.raises(refold.WrongValueError, match=r"a file cannot say how to make array\(\[1\."):
            Sequential([Shifted(by, input_shape=(3,))]).save(tmp_path / "model.npz")
    Sequential([Shifted(numpy.float32(1.0), input_shape=(3,))]).save(tmp_path / "model.npz")


def test_initializers_and_layers_within_layers(tmp_path: Path) -> None:
    made = Sequential(
        [
            refold.Bidirectional(refold.SimpleRNN(2, recurrent_initializer=Orthogonal(0.5))),
            Dense(2, refold.activations.tanh, True, he_normal, Constant(0.25)),
        ]
    )
    expected = made.predict(x)
    made.save(tmp_path / "model.npz")
    again = Sequential.load(tmp_path / "model.npz")
    assert numpy.array_equal(again.predict(x), expected)
    assert again.layers[1].config == {
        "units": 2,
        "activation": "tanh",
        "use_bias": True,
        "kernel_initializer": "he_normal",
        "bias_initializer": Constant(0.25),
    }
    assert again.layers[0].forward_layer.config["recurrent_initializer"] == Orthogonal(0.5)


def test_an_initializer_of_ones_own(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Ramp:
        step: float

        def __call__(self, shape: Any, rng: Any) -> Any:
            return self.step * numpy.arange(float(numpy.prod(shape))).reshape(shape)

    made = Sequential([Dense(2, kernel_initializer=Ramp(0.5), input_shape=(2,))])
    assert made.get_weights()[0].tolist() == [[0.0, 0.5], [1.0, 1.5]]
    made.save(tmp_path / "model.npz")
    again = Sequential.load(tmp_path / "model.npz", custom_objects={"Ramp": Ramp})
    assert again.layers[0].config["kernel_initializer"] == Ramp(0.5)
    made = Sequential([Dense(2, kernel_initializer=lambda shape, rng: rng.random(shape), input_shape=(2,))])
    with pytest.raises(
        refold.WrongValueError, match=r"a file cannot say how to make <function .*get_weights"
    ):
        made.save(tmp_path / "model.npz")


def damaged(path: Path, how: str) -> None:
    whole = path.read_bytes()
    if how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(whole[: len(whole) // 2])
    elif how == "flipped":
        path.write_bytes(whole[:200] + bytes([whole[200] ^ 255]) + whole[201:])
    elif how == "zip version":
        at = whole.rindex(b"PK\x01\x02") + 6  # which version reads the last array
        path.write_bytes(whole[:at] + b"\xff" + whole[at + 1 :])
    elif how == "text":
        path.write_text("hello")
    elif how == "pickle":
        numpy.savez(path, description=numpy.asarray([{"a": 1}], dtype=object))
    elif how == "foreign":
        numpy.savez(path, a=numpy.ones(3))
    elif how == "npy":
        with path.open("wb") as file:
            numpy.save(file, numpy.ones(3))
    elif how == "zip":
        with zipfile.ZipFile(path, "w") as file:
            file.writestr("x", "y")
    else:
        with numpy.load(path) as file:
            arrays = {key: file[key] for key in file.files}
        description = json.loads(str(arrays["description"]))
        if how == "description":
            del description["seed"]
        elif how == "version":
            description["version"] = 99
        elif how == "arguments":
            description["layers"][2]["config"]["unites"] = 3
        elif how == "layers":
            description["layers"] = 7
        elif how == "list":
            description = [1]
        elif how == "steps":
            description["training"]["optimizer"]["steps"] = None
        elif how == "weights":
            del arrays["weight/1"]
        elif how == "shapes":
            arrays["weight/0"] = numpy.ones((2, 2))
        arrays["description"] = numpy.asarray(json.dumps(description))
        numpy.savez(path, **arrays)


KINDS = [
    "empty",
    "cut",
    "flipped",
    "zip version",
    "text",
    "pickle",
    "foreign",
    "npy",
    "zip",
    "version",
    "arguments",
]
KINDS += ["layers", "list", "steps", "weights", "shapes", "description"]


@pytest.mark.parametrize("how", KINDS)
def test_damaged_and_foreign_files(how: str, tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    made = model()
    made.fit(x, y)
    made.save(path)
    damaged(path, how)
    with pytest.raises(refold.FileFormatError, match=r"Sequential.load: .*model.npz is damaged, or no model"):
        Sequential.load(path)


def test_nobody_is_told_to_load_a_pickle(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    path.write_text("hello", encoding="utf-8")
    with pytest.raises(refold.FileFormatError) as caught:
        Sequential.load(path)
    assert "pickle" not in str(caught.value)


class Harm:
    """What runs where it is unpickled."""

    def __reduce__(self) -> tuple:
        return (pytest.fail, ("a pickle was loaded",))


def test_no_pickle_in_a_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    made = model()
    made.fit(x, y, verbose=0)
    made.save(path)
    with numpy.load(path) as file:
        arrays = {key: file[key] for key in file.files}
    numpy.savez(path, **arrays | {"weight/0": numpy.asarray([Harm()])})
    with pytest.raises(refold.FileFormatError, match="allow_pickle=False"):
        Sequential.load(path)


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="there is no file"):
        Sequential.load(tmp_path / "nothing.npz")


def test_activations_that_are_layers_are_saved(tmp_path: Any) -> None:
    x = numpy.random.default_rng(0).normal(size=(4, 3))
    model = refold.Sequential(
        [refold.Dense(5, activation=refold.LeakyReLU(0.2)), refold.Dense(2, refold.ReLU(1.0))]
    )
    expected = model.predict(x)
    model.save(tmp_path / "model.npz")
    numpy.testing.assert_array_equal(refold.Sequential.load(tmp_path / "model.npz").predict(x), expected)


def test_metrics_keep_their_names_and_ones_own_is_not_taken_for_ours(tmp_path: Path) -> None:
    def accuracy(y_true: Any, y_pred: Any) -> float:
        return 1.0

    x, y = numpy.ones((4, 3)), numpy.ones((4, 1))
    model = refold.Sequential([refold.Dense(1, input_shape=(3,))], seed=0)
    model.compile("sgd", "mse", ["mae", refold.Huber(0.5), refold.mean_squared_error, "acc"])
    model.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    assert again.evaluate(x, y, return_dict=True) == model.evaluate(x, y, return_dict=True)
    model.compile("sgd", "mse", [accuracy])
    with pytest.raises(
        refold.UnknownNameError, match="metric that can be saved is called 'accuracy, a function"
    ):
        model.save(tmp_path / "model.npz")


def test_a_header_that_is_no_python(tmp_path: Path) -> None:
    Sequential([Dense(2, input_shape=(3,))]).save(tmp_path / "model.npz")
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (3,"
    bad = b"\x93NUMPY\x01\x00" + (len(header) + 1).to_bytes(2, "little") + header + b"\n"
    with (
        zipfile.ZipFile(tmp_path / "model.npz") as whole,
        zipfile.ZipFile(tmp_path / "bad.npz", "w") as changed,
    ):
        for name in whole.namelist():
            changed.writestr(name, bad if name == "weight/0.npy" else whole.read(name))
    with pytest.raises(refold.FileFormatError, match="is damaged"):
        Sequential.load(tmp_path / "bad.npz")
