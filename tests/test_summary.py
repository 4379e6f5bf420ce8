import io
from pathlib import Path
from typing import Any

import numpy
import pytest

import refold
from refold import Activation, Dense, Flatten, Sequential

from .students import Flatten as TheirFlatten


def printed(model: Sequential) -> list[str]:
    lines: list[str] = []
    model.summary(print_fn=lambda text: lines.extend(text.splitlines()))
    return lines


def test_the_familiar_figures() -> None:
    model = Sequential(
        [
            Dense(16, input_shape=(3, 2), name="D16"),
            Activation("relu", name="A"),
            Flatten(name="F"),
            Dense(4, name="D4"),
        ]
    )
    rule = "=" * 40
    assert printed(model) == [
        'Model: "sequential"',
        rule,
        "Layer (type)     Output Shape    Param #",
        rule,
        "D16 (Dense)      (None, 3, 16)   48",
        "A (Activation)   (None, 3, 16)   0",
        "F (Flatten)      (None, 48)      0",
        "D4 (Dense)       (None, 4)       196",
        rule,
        "Total params: 244",
        "Trainable params: 244",
        "Non-trainable params: 0",
    ]


def test_dense_maps_each_step() -> None:
    assert "(None, 5, 16)" in printed(Sequential([Dense(16, input_shape=(5, 3))]))[4]


@pytest.mark.parametrize("wrong", ["table.txt", 80, io.StringIO()], ids=lambda wrong: type(wrong).__name__)
def test_print_fn_is_a_function(wrong: Any) -> None:
    with pytest.raises(
        refold.WrongValueError, match=r"print_fn must be a function of the text, such as print"
    ):
        Sequential([Dense(1, input_shape=(2,))]).summary(print_fn=wrong)


def test_it_prints(capsys: object) -> None:
    Sequential([Dense(1, input_shape=(2,))]).summary()
    assert "Total params: 3" in capsys.readouterr().out  # type: ignore[attr-defined]


def test_unknown_shapes_are_question_marks_with_a_reason() -> None:
    lines = printed(Sequential([Flatten(), Dense(4)]))
    assert lines[4].split() == ["flatten", "(Flatten)", "?", "?"]
    assert lines[-1].startswith("? The shape of a sample is not known yet")


def test_a_layer_that_cannot_take_an_empty_batch() -> None:
    model = Sequential([Dense(4, input_shape=(3, 2)), TheirFlatten(), Dense(4)])
    lines = printed(model)
    assert "(None, 3, 4)" in lines[4]
    assert lines[5].split() == ["flatten", "(Flatten)", "?", "?"]
    assert "An empty batch (m = 0) did not get through" in lines[-1]
    model.forward(numpy.ones((2, 3, 2)))
    assert "Total params: 64" in printed(model)


def test_a_model_that_was_used_knows_its_shapes() -> None:
    model = Sequential([Flatten(), Dense(4)])
    model.forward(numpy.ones((2, 3, 2)))
    assert printed(model)[5].split() == ["dense", "(Dense)", "(None,", "4)", "28"]


def test_one_number_a_sample_and_no_layers() -> None:
    assert "(None,)" in printed(Sequential([Activation("relu", input_shape=())]))[4]
    assert "Total params: 0" in printed(Sequential())


def test_a_length_that_varies_is_none(tmp_path: Path) -> None:
    model = refold.Sequential(
        [
            refold.LSTM(4, return_sequences=True, input_shape=(None, 3), name="states"),
            refold.Dense(5, name="each"),
            refold.LSTM(2, name="last"),
            refold.Dense(1, name="answer"),
        ]
    )
    lines: list[str] = []
    model.summary(print_fn=lines.append)
    shapes = [line.split(")")[1].strip() + ")" for line in lines[0].splitlines()[4:8]]
    assert shapes == ["(None, None, 4)", "(None, None, 5)", "(None, 2)", "(None, 1)"]
    for steps in (3, 50):
        assert model(numpy.ones((2, steps, 3))).shape == (2, 1)
    model.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    assert again.input_shape == (None, 3)
    assert numpy.array_equal(again(numpy.ones((2, 7, 3))), model(numpy.ones((2, 7, 3))))


def test_a_layer_that_must_know_the_length_says_so() -> None:
    with pytest.raises(refold.ShapeError, match=r"Dense\.forward") as caught:
        refold.Sequential([refold.Flatten(input_shape=(None, 3)), refold.Dense(2)])
    assert "None in input_shape is a length that varies" in " ".join(caught.value.__notes__)
    assert "The axis of the samples is left out" in " ".join(caught.value.__notes__)
