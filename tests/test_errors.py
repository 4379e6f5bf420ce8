import numpy
import pytest

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


@pytest.mark.parametrize("name", ["rellu", "RELU", "Relu"])
def test_a_near_name_is_suggested(name: str) -> None:
    assert "Did you mean 'relu'?" in errors.suggestion(name, ["relu", "tanh"])


@pytest.mark.parametrize("name", ["quite different", None, 3, [1], {}])
def test_without_a_near_name_all_are_listed(name: object) -> None:
    with pytest.raises(
        errors.UnknownNameError, match=r"^No function is called .*\. There are: relu, tanh\.$"
    ):
        errors.look_up("function", name, {"tanh": 1, "relu": 2})
