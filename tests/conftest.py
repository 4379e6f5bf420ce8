"""What tests share: every backend by one fixture, and no silent skips where oracles are promised."""

import os
import signal
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy
import pytest
from hypothesis import HealthCheck, settings

from refold import backend as library

# However slow the machine is, a test fails for what is wrong alone.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

# In the background of a shell Ctrl-C is ignored, here and in all that is started from here.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

NO_GPU = "no GPU with CuPy here"
NO_NAMESPACES = "network namespaces cannot be had here"


class Backend(NamedTuple):
    """An array library and a device: `backend(x)` is x there."""

    name: str
    like: Any

    def __call__(self, x: Any, dtype: str | None = None) -> Any:
        return library.asarray(numpy.asarray(x), dtype, like=self.like)


def _numpy() -> Any:
    return numpy.zeros(1)


def _strict() -> Any:
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    return strict.zeros(1)


def _strict_device() -> Any:
    strict = pytest.importorskip("array_api_strict", reason="array_api_strict is not installed")
    return strict.zeros(1, device=strict.Device("device1"))


def _torch() -> Any:
    return pytest.importorskip("torch", reason="torch is not installed").zeros(1)


def _cupy() -> Any:
    try:
        import cupy

        if cupy.cuda.is_available():
            return cupy.zeros(1)
    except ImportError:
        pass
    return pytest.skip(NO_GPU)


BACKENDS: dict[str, Callable[[], Any]] = {
    "numpy": _numpy,
    "array_api_strict": _strict,
    "array_api_strict on device1": _strict_device,
    "torch": _torch,
    "cupy": _cupy,
}


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> Backend:
    """Each array library in turn, `array_api_strict` on its second device too (CuPy where there is a GPU)."""
    return Backend(request.param, BACKENDS[request.param]())


@pytest.fixture(autouse=True, scope="session")
def keras_on_torch() -> None:
    """Keras, the oracle, computes with the one library that is installed for it."""
    os.environ["KERAS_BACKEND"] = "torch"


@pytest.fixture(autouse=True, scope="session")
def activated() -> None:
    """nbgrader, which tests use as it comes, starts `alembic` by its name."""
    os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])


@pytest.fixture(autouse=True)
def same_environment() -> Iterator[None]:
    """What is set for workers, while they are started, would change what later tests start."""
    before = dict(os.environ)
    yield
    for name in os.environ.keys() - before.keys():
        del os.environ[name]
    os.environ.update(before)


FIRST = [
    *("hostile/test_hostile", "browser/test_lab", "test_benchmarks", "autograder/exercises/test_every_unit"),
    *("hostile/test_units", "autograder/grading/test_parity", "autograder/test_notebooks"),
    *("autograder/exercises/test_hidden_cases", "autograder/grading/test_grade_for_real"),
    *("autograder/grading/test_corruptions", "hostile/test_formgrader", "layers/test_every_layer"),
]
"""The files that take longest: with none of them left for last, all processes end at about one time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take longest come first, the others as they were."""
    order = {Path(__file__).parent / f"{name}.py": number for number, name in enumerate(FIRST)}
    assert all(path.is_file() for path in order), "a file has another name: say it in FIRST, too"
    items.sort(key=lambda item: order.get(item.path, len(FIRST)))


def pytest_configure(config: pytest.Config) -> None:
    """Keras's own warnings about NumPy are not ours to mend."""
    config.addinivalue_line("filterwarnings", "ignore:__array__ implementation:DeprecationWarning")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    forbid_skips((yield).get_result())


@pytest.hookimpl(hookwrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Any:
    forbid_skips((yield).get_result())


def forbid_skips(report: Any) -> None:
    """With REFOLD_NO_SKIP=1 a skip, also of a whole file, is a failure, but for what no package brings."""
    if report.skipped and os.environ.get("REFOLD_NO_SKIP") == "1" and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(lacks in reason for lacks in (NO_GPU, NO_NAMESPACES)):
            report.outcome = "failed"
            report.longrepr = f"skipped, which REFOLD_NO_SKIP=1 forbids: {reason}"
