"""The array decides the backend: which library an array belongs to, and ways in and out.

This is the only file that names array libraries to compute with (files, pictures and first values are
NumPy's, on the host). Everything else asks `namespace(X)` and calls what the array API standard has; what the
standard lacks gets one helper here.
"""

import os
from importlib import import_module
from typing import Any, TypeAlias

import numpy

from .dtypes import dtype_called, dtype_kind, dtype_name
from .errors import ArrayError, DTypeError, look_up

Array: TypeAlias = Any  # NumPy, CuPy, PyTorch and array_api_strict share no type that a checker knows
Shape: TypeAlias = tuple[int, ...]
OpenShape: TypeAlias = tuple[int | None, ...]  # None is a length that varies, such as that of sequences

LIBRARIES = {
    "numpy": "numpy",
    "cupy": "array_api_compat.cupy",
    "torch": "array_api_compat.torch",
    "array_api_strict": "array_api_strict",
}

# NumPy 2 speaks the array API itself; the other types are entered when they are first met.
_NAMESPACES: dict[type, Any] = {numpy.ndarray: numpy}
# By array type as well, because dtypes of two libraries may be equal without being comparable.
_KINDS: dict[tuple[type, Any], str] = {}


def namespace(X: Array, who: str = "namespace: X") -> Any:
    """The array API functions of the library that `X` belongs to.

    >>> namespace(asarray([1.0, 2.0])).__name__
    'numpy'

    Raises ArrayError for a list, a number or None.
    """
    try:
        return _NAMESPACES[type(X)]
    except KeyError:
        return _enter_namespace(X, who)


def _enter_namespace(X: Array, who: str) -> Any:
    import array_api_compat

    if getattr(X, "__array_priority__", 0) > 0 and isinstance(X, numpy.ndarray):
        raise ArrayError(
            f"{who} must be a plain array, got a {type(X).__name__}, which computes by rules of its own. "
            "numpy.asarray(...) makes one; of a masked array, first .filled(...) what is masked."
        )
    if not array_api_compat.is_array_api_obj(X) or isinstance(X, numpy.generic):
        came = "None" if X is None else f"a {type(X).__name__}"
        makes = ".toarray()" if hasattr(X, "toarray") else "refold.asarray(...)"  # of a sparse matrix
        hint = "Did a function end without `return`?" if X is None else f"{makes} makes one."
        raise ArrayError(f"{who} must be an array, got {came}. {hint}")
    xp = numpy if isinstance(X, numpy.ndarray) else array_api_compat.array_namespace(X)
    return _NAMESPACES.setdefault(type(X), xp)


def kind(X: Any) -> str:
    """What an array holds: "float", "integer" (booleans too) or "other" (complex numbers, text, objects).

    "nothing" for what is no array.
    """
    try:
        return _KINDS[type(X), X.dtype]
    except (KeyError, AttributeError, TypeError):
        return _enter_kind(X)


def _enter_kind(X: Any) -> str:
    try:
        xp = namespace(X)
    except ArrayError:
        return "nothing"
    return _KINDS.setdefault((type(X), X.dtype), dtype_kind(X.dtype, xp))


def check_numbers(who: str, X: Any) -> None:
    """Refuse what is no array of real numbers; `who` names method and argument.

    A tensor that PyTorch's autograd follows is refused too: its record would grow with every step.
    """
    found = kind(X)
    if found == "nothing":
        namespace(X, who)
    if found == "other":
        raise DTypeError(
            f"{who} must hold real numbers, got dtype {X.dtype}. Text, None and rows of different lengths "
            "cannot be computed with; numbers that were read as text can be converted with astype, "
            "names of classes numbered with numpy.unique(names, return_inverse=True)."
        )
    if getattr(X, "requires_grad", False):
        raise ArrayError(
            f"{who} has requires_grad=True: PyTorch's autograd follows it, and gradients are worked out by "
            "backward here. Take it without: X.detach()."
        )


def unfollowed(X: Any) -> Any:
    """X without PyTorch's autograd: for what is only copied."""
    return X.detach() if getattr(X, "requires_grad", False) else X


def default_namespace() -> Any:
    """The library that `REFOLD_BACKEND` names (NumPy when it names none)."""
    name = os.environ.get("REFOLD_BACKEND") or "numpy"
    module = look_up("array library (REFOLD_BACKEND)", name, LIBRARIES)
    try:
        return import_module(module)
    except ImportError as error:
        raise ArrayError(
            f"REFOLD_BACKEND is {name!r}, but that library cannot be imported: {error}. "
            "Install it, or unset REFOLD_BACKEND to work with NumPy."
        ) from error


def asarray(x: Any, dtype: str | None = None, like: Array = None) -> Array:
    """`x` as an array of the library that `REFOLD_BACKEND` names, or of library and device of `like`.

    `x`: numbers, nested lists, or an array of any library; `dtype`: a name such as "float32", or a dtype of
    any library, else as it is. Raises DTypeError for what cannot be an array of numbers.

    >>> asarray([[1, 2], [3, 4]], dtype="float32").dtype
    dtype('float32')
    """
    xp = default_namespace() if like is None else namespace(like, "asarray: like")
    if like is not None and type(x) is type(like) and x.device == like.device:
        return x if dtype is None else xp.astype(x, dtype_called(dtype, xp), copy=False)
    host = _host_array(x)
    if xp is numpy:
        return host if dtype is None else host.astype(dtype_called(dtype, xp), copy=False)
    if not host.flags.writeable or any(stride < 0 for stride in host.strides):
        host = host.copy()  # PyTorch shares memory and accepts neither
    device = None if like is None else like.device
    return xp.asarray(host, dtype=None if dtype is None else dtype_called(dtype, xp), device=device)


def _host_array(x: Any) -> numpy.ndarray:
    of_library = hasattr(x, "__array_namespace__") or type(x).__module__.startswith("torch")
    known = type(x) in _NAMESPACES or (of_library and not isinstance(x, numpy.generic))
    try:
        host = to_numpy(x, "asarray: x") if known else numpy.asarray(x)
    except ValueError as error:
        raise DTypeError(
            f"asarray: x cannot be an array: {str(error).rstrip('.')}. Give every row the same length."
        ) from error
    check_numbers("asarray: x", host)
    return host


def to_numpy(X: Array, who: str = "to_numpy: X") -> numpy.ndarray:
    """`X` as a NumPy array, copied from its device where needed; shares memory with `X` where it can.

    NumPy has no bfloat16: numbers of that kind come as float32, which holds each of them exactly.
    """
    xp = namespace(X, who)
    if xp is numpy:
        return X
    name = xp.__name__.rpartition(".")[2]
    if name == "cupy":
        return X.get()
    if name == "torch":
        host = X.detach().cpu()
        return (host.float() if host.dtype == xp.bfloat16 else host).numpy()
    if name == "array_api_strict":
        return numpy.asarray(xp.asarray(X, device=xp.Device("CPU_DEVICE")))
    return numpy.from_dlpack(X, device="cpu")


def changeable(X: Array) -> bool:
    """Whether X can be changed in place: not where it is read-only, or has one number at several places."""
    strides = X.stride() if hasattr(X, "stride") else getattr(X, "strides", ())
    repeated = any(step == 0 and length > 1 for step, length in zip(strides, X.shape, strict=False))
    return not repeated and getattr(getattr(X, "flags", None), "writeable", True)


def empty_batch(shape: OpenShape, dtype: str = "float64", like: Array = None, varying: int = 16) -> Array:
    """No sample at all: zeros of shape (0, *shape), on the library and device of `like` (NumPy without).

    A length None, which varies from batch to batch, is `varying` here.
    """
    xp = numpy if like is None else namespace(like)
    device = None if like is None else like.device
    known = (varying if length is None else length for length in shape)
    return xp.zeros((0, *known), dtype=getattr(xp, dtype), device=device)


def home(X: Array) -> tuple[str, Any]:
    """Where `X` lives: the name of its library, and the device."""
    return namespace(X).__name__, X.device


def in_words(where: tuple[str, Any]) -> str:
    """A home for a message: "in torch (cpu)"."""
    library, device = where
    return f"in {library.rpartition('.')[2]} ({device})"


def scatter_add(rows: Array, values: Array, length: int) -> Array:
    """Zeros (length, n), with values[i] added to row rows[i]: the way back of `take`.

    `rows` (r,) whole numbers in [0, length), which may repeat; `values` (r, n), of the same library.
    It is the product of the one-hot matrix (length, r) of `rows` with `values`.

    >>> scatter_add(asarray([2, 0, 2]), asarray([[1.0], [2.0], [3.0]]), 4).tolist()
    [[2.0], [0.0], [4.0], [0.0]]
    """
    xp = namespace(values)
    name = xp.__name__.rpartition(".")[2]
    if name == "torch":
        sums = xp.zeros((length, values.shape[1]), dtype=values.dtype, device=values.device)
        return sums.index_add_(0, rows, values)
    if name == "cupy":
        sums = xp.zeros((length, values.shape[1]), dtype=values.dtype)
        xp.add.at(sums, rows, values)
        return sums
    host = to_numpy(values)
    if host.size < 1024:
        sums = numpy.zeros((length, host.shape[1]), host.dtype)
        numpy.add.at(sums, to_numpy(rows), host)
        return asarray(sums, like=values)
    from scipy.sparse import csc_array  # several times faster than numpy.add.at

    columns = numpy.arange(len(host) + 1)
    one_hot = csc_array((numpy.ones(len(host), host.dtype), to_numpy(rows), columns), (length, len(host)))
    return asarray(one_hot @ host, like=values)


def erf(X: Array) -> Array:
    """The error function 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x, element by element.

    The array API has none: PyTorch and CuPy have their own, SciPy works out all the others on the host.

    >>> erf(asarray([0.0, 10.0])).tolist()
    [0.0, 1.0]
    """
    xp = namespace(X)
    name = xp.__name__.rpartition(".")[2]
    if name == "torch":
        return xp.erf(X)
    if name == "cupy":
        return import_module("cupyx.scipy.special").erf(X)
    from scipy.special import erf as host_erf

    return asarray(host_erf(to_numpy(X)), dtype_name(X), like=X)  # of float16 SciPy makes more


def block_size(X: Array) -> int:
    """How many numbers a computation by blocks should hold at a time: what stays in the cache of a core
    (1 MB of float32), and on a GPU enough to keep it busy."""
    return 2**26 if "cuda" in str(X.device).lower() else 2**18
