import inspect
import math
from typing import Any

import numpy
import pytest

import refold
from refold import errors


def test_every_error_is_ours_and_pythons() -> None:
    builtin = (ValueError, TypeError, RuntimeError, ArithmeticError)
    for name in dir(errors):
        error = getattr(errors, name)
        if (
            isinstance(error, type)
            and issubclass(error, errors.RefoldError)
            and error is not errors.RefoldError
        ):
            assert issubclass(error, builtin), name


@pytest.mark.parametrize("shape", [(2, 3), (6,), (3, 2, 1), ()])
def test_check_shape(shape: tuple[int, ...]) -> None:
    errors.check_shape("here: X", numpy.zeros(shape), shape)
    with pytest.raises(errors.ShapeError, match=r"here: X must have shape \(9, 9\), got .*\. Next\.$"):
        errors.check_shape("here: X", numpy.zeros(shape), (9, 9), "Next.")


def test_check_whole_takes_what_counts() -> None:
    assert errors.check_whole("n", numpy.int64(3), 1) == 3
    for wrong in (3.0, "3", None, True, numpy.float32(1), [1], numpy.asarray([2, 2])):
        with pytest.raises(errors.WrongValueError, match="n must be a whole number of at least 1"):
            errors.check_whole("n", wrong, 1)


def flags(made: type) -> list[str]:
    """The arguments of a class, and of those that it is made of, that are True or False unless given."""
    inits = [vars(each)["__init__"] for each in made.__mro__[:-1] if "__init__" in vars(each)]
    found = [each for init in inits for each in inspect.signature(init).parameters.values()]
    return sorted({each.name for each in found if isinstance(each.default, bool)})


WITH_FLAGS = {getattr(refold, name): getattr(refold, name).examples[0][0] for name in refold.LAYERS} | {
    refold.SGD: {},
    refold.RMSprop: {},
    refold.Adam: {},
    refold.AdamW: {},
    refold.EarlyStopping: {},
    refold.ExponentialDecay: {"initial_learning_rate": 0.1, "decay_steps": 3, "decay_rate": 0.5},
    refold.BinaryCrossentropy: {},
    refold.CategoricalCrossentropy: {},
    refold.SparseCategoricalCrossentropy: {},
}


@pytest.mark.parametrize(
    ("made", "flag"),
    [(made, flag) for made in WITH_FLAGS for flag in flags(made)],
    ids=lambda each: getattr(each, "__name__", each),
)
def test_a_flag_is_no_text(made: Any, flag: str) -> None:
    for right in (True, False, numpy.True_, 0, None):
        made(**WITH_FLAGS[made] | {flag: right})
    for wrong in ("False", "no", b"", [True], numpy.ones(2), 3, math.nan, refold.Adam, print):
        with pytest.raises(
            errors.WrongValueError, match=f"{made.__name__}: {flag} must be True or False, got"
        ):
            made(**WITH_FLAGS[made] | {flag: wrong})


@pytest.mark.parametrize(
    ("made", "name"),
    [
        (refold.SGD(), "momentum"),
        (refold.RMSprop(), "rho"),
        (refold.Adagrad(), "initial_accumulator_value"),
        (refold.AdamW(), "weight_decay"),
        (refold.Huber(), "delta"),
        (refold.BinaryCrossentropy(), "from_logits"),
        (refold.SparseCategoricalCrossentropy(), "from_logits"),
        (refold.CategoricalCrossentropy(), "label_smoothing"),
        (refold.Adam(), "clipnorm"),
        (refold.EarlyStopping(), "patience"),
        (refold.EarlyStopping(), "restore_best_weights"),
        (refold.Dense(2), "trainable"),
        (refold.Dropout(0.5), "rate"),
    ],
    ids=lambda each: getattr(each, "__class__", each).__name__,
)
def test_what_is_set_later_is_checked_like_an_argument(made: Any, name: str) -> None:
    before = getattr(made, name)
    for wrong in ("False", -0.5, [1], math.nan):
        with pytest.raises(errors.WrongValueError, match=f"^{type(made).__name__}: {name} must be"):
            setattr(made, name, wrong)
    assert getattr(made, name) == before
    whole = name in ("patience", "trainable", "restore_best_weights", "from_logits")
    setattr(made, name, 1 if whole else 0.5)
    assert getattr(made, name) in (1, 0.5)


def test_fit_is_not_told_in_words_to_leave_the_order() -> None:
    model = refold.Sequential([refold.Dense(1)])
    model.compile("sgd", "mse")
    with pytest.raises(
        errors.WrongValueError, match=r"Sequential\.fit: shuffle must be True or False, got 'no'"
    ):
        model.fit(numpy.ones((2, 2)), numpy.ones((2, 1)), shuffle="no")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["rellu", "RELU", "Relu"])
def test_a_near_name_is_suggested(name: str) -> None:
    assert "Did you mean 'relu'?" in errors.suggestion(name, ["relu", "tanh"])


@pytest.mark.parametrize("name", ["quite different", None, 3, [1], {}])
def test_without_a_near_name_all_are_listed(name: object) -> None:
    with pytest.raises(
        errors.UnknownNameError, match=r"^No function is called .*\. There are: relu, tanh\.$"
    ):
        errors.look_up("function", name, {"tanh": 1, "relu": 2})
