import subprocess
import sys
from typing import Any

import numpy
import pytest

import refold
from refold.backend import LIBRARIES, asarray, check_numbers, home, kind, namespace, scatter_add, to_numpy
from refold.dtypes import dtype_name


def test_there_and_back(backend: Any) -> None:
    x = numpy.arange(6.0).reshape(2, 3)
    X = backend(x)
    assert home(X) == home(backend.like)
    assert numpy.array_equal(to_numpy(X), x)
    assert type(to_numpy(X)) is numpy.ndarray


def test_namespace_has_what_the_array_needs(backend: Any) -> None:
    X = backend(numpy.ones((2, 2)))
    assert type(namespace(X).reshape(X, (4,))) is type(X)


@pytest.mark.parametrize("x", [[1, 2], (1.0,), 3, 2.5, None, "text", numpy.float64(1.0), {"a": 1}])
def test_no_array(x: Any) -> None:
    with pytest.raises(refold.ArrayError, match="X must be an array, got"):
        namespace(x)
    assert kind(x) == "nothing"


@pytest.mark.parametrize(
    ("dtype", "expected"),
    [
        ("float32", "float"),
        ("float64", "float"),
        ("int8", "integer"),
        ("uint64", "integer"),
        ("bool", "integer"),
    ],
)
def test_kinds(dtype: str, expected: str, backend: Any) -> None:
    if backend.name == "torch" and dtype == "uint64":
        assert kind(backend(numpy.ones(2), "int64")) == "integer"
        return
    assert kind(backend(numpy.ones(2), dtype)) == expected


@pytest.mark.parametrize("dtype", ["complex128", "U3", "S3", "O", "M8[s]", "V4"])
def test_arrays_of_no_numbers(dtype: str) -> None:
    X = numpy.zeros(2, dtype)
    with pytest.raises(refold.DTypeError, match="must hold real numbers"):
        check_numbers("here: X", X)


def test_asarray_refuses_what_is_no_array_of_numbers() -> None:
    with pytest.raises(refold.DTypeError, match="Give every row the same length"):
        asarray([[1, 2], [3]])
    with pytest.raises(refold.DTypeError, match="real numbers, got dtype"):
        asarray(["a", "b"])
    with pytest.raises(refold.DTypeError, match="real numbers, got dtype object"):
        asarray([None, 1])


def test_asarray_takes_single_numbers_of_every_kind(backend: Any) -> None:
    for x in (2.5, numpy.float64(2.5), numpy.asarray(2.5), backend(2.5)):
        made = asarray(x, like=backend.like)
        assert (made.shape, home(made), float(made)) == ((), home(backend.like), 2.5)


def test_asarray_takes_views_and_read_only_arrays(backend: Any) -> None:
    x = numpy.arange(6.0).reshape(2, 3)[:, ::-1]
    x.flags.writeable = False
    assert numpy.array_equal(to_numpy(asarray(x, like=backend.like)), x)


def test_asarray_from_every_library_to_numpy(backend: Any) -> None:
    assert type(asarray(backend(numpy.ones(2)))) is numpy.ndarray


@pytest.mark.parametrize("name", ["numpy", "torch", "array_api_strict"])
def test_refold_backend_decides_what_is_returned(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(name, reason=f"{name} is not installed")
    monkeypatch.setenv("REFOLD_BACKEND", name)
    assert type(asarray([1.0])).__module__.partition(".")[0] == name
    (x, y), _ = refold.load_digits()
    assert type(x).__module__.partition(".")[0] == type(y).__module__.partition(".")[0] == name


def test_refold_backend_unknown_or_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFOLD_BACKEND", "cuppy")
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'cupy'"):
        asarray([1.0])
    monkeypatch.setenv("REFOLD_BACKEND", "cupy")
    monkeypatch.setitem(LIBRARIES, "cupy", "no_such_module")
    with pytest.raises(refold.ArrayError, match="Install it, or unset REFOLD_BACKEND"):
        asarray([1.0])


def test_import_is_light_and_quiet() -> None:
    script = (
        "import sys, refold;"
        "heavy = {'numpy', 'torch', 'matplotlib', 'sklearn', 'rich', 'refold.layers.flatten'};"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules); refold.Dense; refold.Sequential;"
        "heavy -= {'numpy'}; assert not heavy & set(sys.modules), heavy & set(sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


@pytest.mark.parametrize("rows", [[2, 0, 2, 2, 1], [3, 3, 3, 3, 3], []])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_scatter_add(rows: list[int], dtype: str, backend: Any) -> None:
    values = numpy.arange(3.0 * len(rows)).reshape(len(rows), 3)
    expected = numpy.zeros((4, 3))
    numpy.add.at(expected, numpy.asarray(rows, "int64"), values)
    sums = scatter_add(backend(rows, "int64"), backend(values, dtype), 4)
    assert (home(sums), dtype_name(sums)) == (home(backend.like), dtype)
    assert numpy.array_equal(to_numpy(sums), expected)


def test_a_tensor_that_autograd_follows_is_refused_everywhere_but_where_it_is_copied() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    X, y = torch.ones(2, 3), torch.ones(2, 1)
    followed = X.clone().requires_grad_()
    model = refold.Sequential([refold.Dense(1)])
    model.compile("sgd", "mse")
    model.forward(X)
    layer = refold.Flatten()
    layer.forward(X)
    for use in (
        lambda: model.forward(followed),
        lambda: model.fit(followed, y),
        lambda: model.fit(X, followed[:, :1]),
        lambda: model.predict(followed),
        lambda: layer.backward(followed),
        lambda: layer.forward(followed),
        lambda: refold.MeanSquaredError()(X, followed),
        lambda: refold.accuracy(y, followed),
        lambda: refold.StandardScaler().fit(followed),
        lambda: refold.gradient_check(refold.Dense(1), followed),
        lambda: refold.LSTM(2)(X[..., None], mask=followed),
    ):
        with pytest.raises(refold.ArrayError, match=r"requires_grad=True.*X\.detach\(\)"):
            use()
    model.set_weights([torch.ones(3, 1, requires_grad=True), torch.ones(1, requires_grad=True)])
    assert model.predict(followed.detach()).tolist() == [[4.0], [4.0]]
    assert to_numpy(followed).tolist() == X.tolist()


def test_an_array_that_reads_a_file_lives_where_other_arrays_do(tmp_path: Any) -> None:
    numpy.save(tmp_path / "x.npy", numpy.ones((6, 3), "float32"))
    X, plain = numpy.load(tmp_path / "x.npy", mmap_mode="r"), numpy.ones((6, 3), "float32")
    model = refold.Sequential([refold.Dense(2), refold.Dense(1)])
    model.compile("sgd", "mse")
    model.fit(X, plain[:, :1])
    assert numpy.array_equal(model.predict(plain), model.predict(X))
    assert home(X) == home(plain)


def test_arrays_with_rules_of_their_own_are_refused() -> None:
    masked = numpy.ma.masked_array(numpy.ones((2, 2)), mask=[[True, False], [False, False]])
    for use in (refold.Dense(1), refold.asarray, refold.StandardScaler().fit):
        with pytest.raises(refold.ArrayError, match=r"must be a plain array, got a MaskedArray.*filled"):
            use(masked)


def test_bfloat16_is_read_as_the_float32_that_holds_it() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    X = torch.linspace(-3, 3, 7, dtype=torch.bfloat16)
    assert to_numpy(X).dtype == refold.asarray(X).dtype == "float32"
    assert to_numpy(X).tolist() == X.tolist()
    layer = refold.Dense(2, seed=1)
    before = layer.forward(X[None])
    layer.set_weights(layer.get_weights())
    assert layer.params["W"].dtype == before.dtype == torch.bfloat16
    assert layer.forward(X[None]).tolist() == before.tolist()


def test_a_matrix_of_numpy_or_scipy_is_told_how_to_become_an_array() -> None:
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.warns(PendingDeprecationWarning):
        matrix = numpy.matrix([[1.0, 2.0]])
    for take in (refold.asarray, refold.Dense(2)):
        with pytest.raises(
            refold.ArrayError, match=r"got a matrix, which .* numpy\.asarray\(\.\.\.\) makes one"
        ):
            take(matrix)
    assert refold.Dense(2)(numpy.asarray(matrix)).shape == (1, 2)
    with pytest.raises(refold.ArrayError, match=r"got a \w*_array\. \.toarray\(\) makes one"):
        refold.Dense(2)(sparse.csr_array([[1.0, 2.0]]))
