from inspect import signature
from pathlib import Path
from typing import Any

import numpy
import pytest

import refold
from refold import ConstantRate, CosineDecay, CyclicRate, ExponentialDecay, LinearDecay

from .oracles import keras

STEPS = range(60)
AS_KERAS = [
    (ExponentialDecay(0.5, 10, 0.75), "ExponentialDecay", (0.5, 10, 0.75)),
    (ExponentialDecay(0.5, 10, 0.75, True), "ExponentialDecay", (0.5, 10, 0.75, True)),
    (LinearDecay(0.5, 40), "PolynomialDecay", (0.5, 40)),
    (LinearDecay(0.5, 40, 0.125), "PolynomialDecay", (0.5, 40, 0.125)),
    (CosineDecay(0.5, 40), "CosineDecay", (0.5, 40)),
    (CosineDecay(0.5, 40, 0.125), "CosineDecay", (0.5, 40, 0.125)),
    (CosineDecay(0.125, 30, 0.25, 0.5, 10), "CosineDecay", (0.125, 30, 0.25, "", 0.5, 10)),
    (CosineDecay(0.125, 30, warmup_target=0.5), "CosineDecay", (0.125, 30, 0.0, "", 0.5)),
    (CosineDecay(0.0, 30, warmup_target=0.5, warmup_steps=5), "CosineDecay", (0.0, 30, 0.0, "", 0.5, 5)),
    (LinearDecay(0.5, 40, 0.0), "PolynomialDecay", (0.5, 40, 0.0)),
]


@pytest.mark.parametrize(("ours", "name", "arguments"), AS_KERAS, ids=str)
def test_keras(ours: Any, name: str, arguments: tuple) -> None:
    theirs = getattr(keras().optimizers.schedules, name)(*arguments)
    expected = [float(theirs(step)) for step in STEPS]
    numpy.testing.assert_allclose([ours(step) for step in STEPS], expected, rtol=1e-6)  # theirs is float32


@pytest.mark.parametrize("mode", ["triangular", "triangular2", "exp_range"])
def test_torch_cyclic(mode: str) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
    theirs = torch.optim.lr_scheduler.CyclicLR(
        optimizer, 0.1, 0.5, step_size_up=7, mode=mode, gamma=0.95, cycle_momentum=False
    )
    ours = CyclicRate(0.1, 0.5, 7, mode, 0.95)
    for step in STEPS:
        assert ours(step) == pytest.approx(theirs.get_last_lr()[0], rel=1e-12)
        optimizer.step()
        theirs.step()


def test_the_defaults_of_cyclic_rate_are_pytorchs() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    theirs = signature(torch.optim.lr_scheduler.CyclicLR).parameters
    ours = CyclicRate(0.1, 0.5)
    names = {"step_size": "step_size_up", "mode": "mode", "gamma": "gamma"}
    assert {name: getattr(ours, name) for name in names} == {
        name: theirs[name_there].default for name, name_there in names.items()
    }


def test_torch_linear() -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.5)
    theirs = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.25, total_iters=40)
    for step in STEPS:
        assert LinearDecay(0.5, 40, 0.125)(step) == pytest.approx(theirs.get_last_lr()[0], rel=1e-12)
        optimizer.step()
        theirs.step()


def test_constant() -> None:
    assert {ConstantRate(0.3)(step) for step in STEPS} == {0.3}


@pytest.mark.parametrize("kind", [refold.SGD, refold.Adam, refold.AdamW, refold.RMSprop])
def test_every_optimizer_follows_a_schedule(kind: Any) -> None:
    scheduled, P, Q = kind(ExponentialDecay(0.5, 1, 0.5)), numpy.ones(3), numpy.ones(3)
    fixed = kind(0.5)
    for step, G in enumerate(numpy.random.default_rng(0).normal(size=(5, 3))):
        scheduled.start_step()
        fixed.start_step()
        assert scheduled.rate == 0.5 * 0.5**step
        fixed.learning_rate = 0.5 * 0.5**step
        P += scheduled.change("P", P, G)
        Q += fixed.change("P", Q, G)
        numpy.testing.assert_allclose(P, Q, rtol=1e-12)


def test_a_function_of_ones_own_and_its_mistakes() -> None:
    optimizer = refold.SGD(lambda step: 1.0 / (1 + step))
    assert optimizer.rate == 1.0
    optimizer.start_step()
    assert optimizer.change("P", numpy.zeros(1), numpy.ones(1)) == -1.0
    optimizer.start_step()
    assert optimizer.change("P", numpy.zeros(1), numpy.ones(1)) == -0.5
    with pytest.raises(refold.WrongValueError, match="SGD: learning_rate must be a number of at least 0"):
        _ = refold.SGD(lambda step: float("nan")).rate


def test_saved_with_the_model(tmp_path: Path) -> None:
    x, y = numpy.random.default_rng(0).normal(size=(20, 3)), numpy.zeros((20, 2))
    model = refold.Sequential([refold.Dense(2)], seed=0)
    model.compile(refold.AdamW(CosineDecay(0.1, 10), clipnorm=1.0), "huber")
    model.fit(x, y, epochs=2)
    model.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    assert again.optimizer.learning_rate == CosineDecay(0.1, 10)
    assert again.optimizer.rate == model.optimizer.rate
    assert again.fit(x, y, epochs=2).history == model.fit(x, y, epochs=2).history


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((ConstantRate, 0.0), "learning_rate must be a number above 0"),
        ((ExponentialDecay, 0.0, 5, 0.5), "initial_learning_rate must be a number above 0"),
        ((ExponentialDecay, 0.1, 0, 0.5), "decay_steps must be a whole number of at least 1"),
        ((ExponentialDecay, 0.1, 5, -0.5), "decay_rate must be a number above 0"),
        ((ExponentialDecay, 0.1, 5, 0.5, "no"), "staircase must be True or False"),
        ((LinearDecay, 0.0, 5), "initial_learning_rate must be a number above 0"),
        ((LinearDecay, 0.1, 2.5), "decay_steps must be a whole number of at least 1"),
        ((LinearDecay, 0.1, 5, -0.1), "end_learning_rate must be a number of at least 0"),
        ((CosineDecay, -0.1, 5), "initial_learning_rate must be a number of at least 0"),
        ((CosineDecay, 0.1, 0), "decay_steps must be a whole number of at least 1"),
        ((CosineDecay, 0.1, 5, -0.1), "alpha must be a number of at least 0"),
        ((CosineDecay, 0.1, 5, 0.0, 0.0), "warmup_target must be a number above 0"),
        ((CosineDecay, 0.1, 5, 0.0, 0.5, -1), "warmup_steps must be a whole number of at least 0"),
        ((CyclicRate, -0.1, 0.5), "base_learning_rate must be a number of at least 0"),
        ((CyclicRate, 0.1, float("inf")), "max_learning_rate must be a number above 0"),
        ((CyclicRate, 0.1, 0.5, 0), "step_size must be a whole number of at least 1"),
        ((CyclicRate, 0.1, 0.5, 5, "triangular", 0.0), "gamma must be a number above 0"),
    ],
    ids=str,
)
def test_senseless_arguments(arguments: tuple, message: str) -> None:
    kind, *values = arguments
    with pytest.raises(refold.WrongValueError, match=f"^{kind.__name__}: {message}"):
        kind(*values)


def test_unknown_mode() -> None:
    with pytest.raises(refold.UnknownNameError, match="Did you mean 'triangular'"):
        CyclicRate(0.1, 0.5, mode="triangle")


def test_halved_heights_run_out_quietly() -> None:
    assert CyclicRate(0.01, 0.1, 1, "triangular2")(5001) == pytest.approx(0.01, rel=1e-12)
