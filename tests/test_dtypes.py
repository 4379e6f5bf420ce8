from typing import Any

import numpy
import pytest

import refold
from refold.backend import asarray
from refold.dtypes import dtype_name


@pytest.mark.parametrize("dtype", ["float32", "int64", "bool"])
def test_a_dtype_of_any_library_is_taken_by_its_name(dtype: str, backend: Any) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    names = [dtype, getattr(numpy, dtype), numpy.dtype(dtype), numpy.dtype(dtype).newbyteorder()]
    for known in (*names, getattr(torch, dtype)):
        for x in (backend([1.0]), [1.0]):
            assert dtype_name(asarray(x, known, like=backend.like)) == dtype
        assert dtype_name(refold.one_hot_encode(backend([1]), dtype=known)) == dtype
        assert dtype_name(refold.pad_sequences([[1]], dtype=known)) == dtype


@pytest.mark.parametrize("dtype", ["float31", "ones", "object", "complex64", "str", 3])
def test_an_unknown_dtype_is_named(dtype: Any, backend: Any) -> None:
    for use in (
        lambda: asarray(backend([1.0]), dtype, like=backend.like),
        lambda: asarray([1.0], dtype, like=backend.like),
        lambda: refold.one_hot_encode(backend([1]), dtype=dtype),
        lambda: refold.pad_sequences([[1]], dtype=dtype),
    ):
        with pytest.raises(refold.UnknownNameError, match=f"is called '{dtype}'.*There are: .*float32"):
            use()
