import inspect
import math

import numpy
import pytest

import refold
from refold.initializers import (
    CLASSES,
    INITIALIZERS,
    Constant,
    Orthogonal,
    RandomNormal,
    RandomUniform,
    fans,
    find,
)

from .oracles import keras


@pytest.mark.parametrize("name", INITIALIZERS)
@pytest.mark.parametrize("shape", [(300, 200), (5, 5, 30, 40), (50,), (3, 0)])
def test_shape_seed_and_spread(name: str, shape: tuple[int, ...]) -> None:
    if name == "orthogonal" and len(shape) < 2:
        return
    values = find(name)(shape, numpy.random.default_rng(0))
    assert values.shape == shape
    assert values.dtype == numpy.float64
    assert numpy.array_equal(values, find(name)(shape, numpy.random.default_rng(0)))
    inputs, outputs = fans(shape)
    expected = {"glorot": 2 / (inputs + outputs), "he": 2 / inputs if inputs else 0.0}.get(name.split("_")[0])
    if expected is not None and values.size > 10_000:
        assert values.var() == pytest.approx(expected, rel=0.05)
        assert abs(values.mean()) < 0.1 * math.sqrt(expected)


@pytest.mark.parametrize("shape", [(6,), (3, 4), (5, 5, 3, 4)])
def test_fans_are_kerass(shape: tuple[int, ...]) -> None:
    keras()
    from keras.src.initializers.random_initializers import compute_fans

    assert fans(shape) == tuple(int(fan) for fan in compute_fans(shape))


@pytest.mark.parametrize("shape", [(4, 4), (6, 3), (3, 6), (2, 2, 3, 5)])
def test_orthogonal(shape: tuple[int, ...]) -> None:
    Q = find("orthogonal")(shape, numpy.random.default_rng(0)).reshape(-1, shape[-1])
    smaller = Q.T @ Q if Q.shape[0] >= Q.shape[1] else Q @ Q.T
    numpy.testing.assert_allclose(smaller, numpy.eye(len(smaller)), atol=1e-12)


def test_normal_is_cut_at_two_deviations() -> None:
    values = find("he_normal")((1000, 100), numpy.random.default_rng(0))
    assert abs(values).max() <= 2 * math.sqrt(2 / 1000) / 0.8796


def test_objects() -> None:
    rng = numpy.random.default_rng
    assert numpy.array_equal(find(Constant(0.5))((2, 3), rng(0)), numpy.full((2, 3), 0.5))
    Q = Orthogonal(2.0)((4, 3), rng(0))
    numpy.testing.assert_allclose(Q.T @ Q, 4.0 * numpy.eye(3), atol=1e-12)
    drawn = RandomNormal(3.0, 0.5)((100, 100), rng(0))
    assert (drawn.mean(), drawn.std()) == (pytest.approx(3.0, abs=0.02), pytest.approx(0.5, rel=0.05))
    drawn = RandomUniform(-1.0, 3.0)((100, 100), rng(0))
    assert -1.0 <= drawn.min() < -0.99 and 2.99 < drawn.max() <= 3.0
    assert numpy.array_equal(find("random_uniform")((3, 2), rng(1)), RandomUniform()((3, 2), rng(1)))


def test_by_name_and_by_object_are_the_same() -> None:
    by_name, by_object = (
        refold.Dense(3, kernel_initializer=given, input_shape=(2,), seed=1).get_weights()[0]
        for given in ("he_normal", find("he_normal"))
    )
    assert numpy.array_equal(by_name, by_object)


@pytest.mark.parametrize("name", CLASSES)
def test_objects_are_called_as_kerass_are(name: str) -> None:
    made = CLASSES[name]()
    theirs = getattr(keras().initializers, name)(**vars(made)).get_config()
    assert vars(made) == {key: theirs[key] for key in vars(made)}
    by_name, by_object = (find(form)((4, 3), numpy.random.default_rng(0)) for form in (name, made))
    numpy.testing.assert_array_equal(by_name, by_object)


@pytest.mark.parametrize("name", CLASSES)
def test_an_object_with_a_seed_of_its_own_draws_the_same(name: str) -> None:
    if name in ("Constant", "Zeros", "Ones"):
        return
    made = CLASSES[name](seed=3)
    one, other = (refold.Dense(3, kernel_initializer=made, input_shape=(2,), seed=seed) for seed in (1, 2))
    assert numpy.array_equal(one.get_weights()[0], other.get_weights()[0])
    drawn = find(name)((2, 3), numpy.random.default_rng(3))
    assert numpy.array_equal(one.get_weights()[0], drawn)
    *_, last = inspect.signature(CLASSES[name]).parameters
    assert last == "seed"  # by position too, as in Keras


@pytest.mark.parametrize("name", INITIALIZERS)
@pytest.mark.parametrize("shape", [(0, 3), (3, 0), (0, 0), (0, 2, 3)])
def test_nothing_to_draw(name: str, shape: tuple[int, ...]) -> None:
    assert find(name)(shape, numpy.random.default_rng(0)).shape == shape


def test_what_is_no_initializer() -> None:
    for wrong in ("he_norm", None, 3):
        with pytest.raises(refold.UnknownNameError, match="No initializer is called"):
            find(wrong)  # type: ignore[arg-type]
    with pytest.raises(refold.WrongValueError, match=r"Constant is a class\. Make one: Constant\("):
        find(Constant)  # type: ignore[arg-type]
    with pytest.raises(refold.WrongValueError, match="RandomNormal: stddev must be a number of at least 0"):
        RandomNormal(stddev=-1.0)
    with pytest.raises(refold.WrongValueError, match="RandomUniform: maxval must be a number of at least 1"):
        RandomUniform(1.0, 0.0)
    with pytest.raises(refold.WrongValueError, match=r"maxval must be a number of at least 0\.5"):
        RandomUniform(numpy.float32(0.5))
    for kind, name in ((refold.Constant, "value"), (Orthogonal, "gain")):
        with pytest.raises(refold.WrongValueError, match=f"{kind.__name__}: {name} must be a number that is"):
            kind("0.1")
    for wrong in (numpy.ones, keras().initializers.HeNormal()):
        with pytest.raises((TypeError, ValueError)) as caught:
            refold.Dense(3, kernel_initializer=wrong, input_shape=(2,)).get_weights()
        says = "An initializer is called with a shape and a NumPy generator"
        assert caught.value.__notes__[0].startswith(says)
    with pytest.raises(refold.ShapeError, match=r"Dense: what .* gives for W must have shape \(2, 3\)"):
        refold.Dense(3, kernel_initializer=lambda shape, rng: numpy.zeros(3), input_shape=(2,)).get_weights()
    with pytest.raises(refold.ShapeError, match="two axes or more"):
        Orthogonal()((3,), numpy.random.default_rng(0))


def test_names_in_any_case_and_normal() -> None:
    rng = numpy.random.default_rng(0)
    assert refold.initializers.find("He_Normal") is refold.initializers.he_normal
    assert refold.initializers.find("normal") is refold.initializers.find("random_normal")
    assert abs(refold.initializers.find("normal")((1000,), rng).std() - 0.05) < 0.005
