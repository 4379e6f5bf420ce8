import numpy
import pytest

from refold import Dense, Sequential
from refold import progress as module


def fit(verbose: object) -> None:
    model = Sequential([Dense(1)], seed=0)
    model.compile("sgd", "mse")
    model.fit(numpy.ones((64, 2)), numpy.ones((64, 1)), epochs=3, verbose=verbose)


@pytest.mark.parametrize("verbose", ["auto", 0])
def test_nothing_where_nobody_looks(verbose: object, capfd: pytest.CaptureFixture[str]) -> None:
    fit(verbose)
    assert capfd.readouterr() == ("", "")


def test_a_bar_goes_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    fit(1)
    out, err = capfd.readouterr()
    assert "Epoch 3/3" in out
    assert "loss:" in out
    assert err == ""


def test_a_line_an_epoch(capfd: pytest.CaptureFixture[str]) -> None:
    fit(2)
    out, err = capfd.readouterr()
    assert [line.split(" - ")[0] for line in out.splitlines()] == ["Epoch 1/3", "Epoch 2/3", "Epoch 3/3"]
    assert err == ""


def test_a_bar_is_full_in_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    made, drawn = module._bar, []

    def watched() -> object:
        bar = made()
        monkeypatch.setattr(bar, "refresh", lambda: drawn.append(bar.finished))
        return bar

    monkeypatch.setattr(module, "_bar", watched)
    fit(1)
    assert drawn[-1], "rich draws the end itself in a terminal, and nobody does in a notebook"


@pytest.mark.parametrize("verbose", [1, 2])
def test_what_is_no_training_has_no_epochs(verbose: int, capfd: pytest.CaptureFixture[str]) -> None:
    model = Sequential([Dense(1)], seed=0)
    model.compile("sgd", "mse")
    model.evaluate(numpy.ones((64, 2)), numpy.ones((64, 1)), verbose=verbose)
    assert "Evaluation" in (said := capfd.readouterr().out) and "Epoch" not in said
    model.predict(numpy.ones((64, 2)), verbose=verbose)
    assert "Epoch" not in capfd.readouterr().out
