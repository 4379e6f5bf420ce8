from typing import Any

import numpy
import pytest

import refold


def test_a_place_that_no_file_can_have(tmp_path: Any) -> None:
    model = refold.Sequential([refold.Flatten(input_shape=(3, 2))])
    with pytest.raises(
        FileNotFoundError, match=r"Sequential\.save: there is no folder .*missing\. Make it first"
    ):
        model.save(tmp_path / "missing" / "model.npz")
    for folder in ("", tmp_path):
        with pytest.raises(refold.WrongValueError, match=r"path must name a file, and .* is a folder"):
            model.save(folder)
    for path in (None, 3):
        for method in ("save", "load"):
            with pytest.raises(
                refold.WrongValueError, match=rf"^Sequential\.{method}: path must be text .*, got {path}\.$"
            ):
                getattr(model, method)(path)


def test_arrays_without_a_model(tmp_path: Any) -> None:
    numpy.savez(tmp_path / "arrays.npz", a=numpy.ones(3))
    with pytest.raises(refold.FileFormatError, match="it holds arrays, and no model"):
        refold.Sequential.load(tmp_path / "arrays.npz")
