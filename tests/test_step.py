"""Objects with the four stages, beside Refold's own layers."""

from typing import Any

import numpy
import pytest

import refold
from refold import Dense, ReLU, Sequential
from refold.backend import home
from refold.dtypes import dtype_name

from .students import Flatten, Remote, Scale


def model_with(layer: Any, seed: int = 0) -> Sequential:
    model = Sequential([Dense(8), ReLU(), layer, Dense(10)], seed=seed)
    model.compile("adam", refold.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model


def test_a_students_flatten_trains_like_ours() -> None:
    (x, y), (x_test, y_test) = refold.load_digits()
    theirs, ours = model_with(Flatten()), model_with(refold.Flatten())
    assert theirs.fit(x, y, epochs=12).history == ours.fit(x, y, epochs=12).history
    assert theirs.evaluate(x_test, y_test)[1] > 0.9


def test_a_remote_layer_is_asked_for_its_stages_and_little_else() -> None:
    (x, y), _ = refold.load_digits()
    remote = Remote(Flatten())
    model = model_with(remote)
    model.fit(x[:64], y[:64], epochs=1)
    asked = remote._asked
    batch = [name for name in asked[asked.index("name") + 1 :]]
    per_batch = ["compute_shapes", "forward", "backward", "compute_gradients", "params"]
    assert batch == per_batch * 2
    assert model.fit(x, y, epochs=1).history["accuracy"][0] > 0.1


def test_stages_run_in_their_order() -> None:
    remote = Remote(Flatten())
    model = Sequential([remote])
    remote._asked.clear()
    model.backward(model.forward(numpy.ones((2, 3, 2))))
    assert remote._asked == ["compute_shapes", "forward", "backward", "compute_gradients"]


def test_parameters_of_a_students_layer_are_trained() -> None:
    scale = Scale()
    model = Sequential([scale])
    model.compile(refold.SGD(0.1), "mse")
    x = numpy.random.default_rng(0).normal(size=(64, 3))
    losses = model.fit(x, x * numpy.asarray([1.0, 2.0, -3.0]), epochs=120, batch_size=64).history["loss"]
    assert losses[-1] < 1e-2 < losses[0]
    numpy.testing.assert_allclose(scale.params["s"], [1.0, 2.0, -3.0], atol=0.2)
    (s,) = model.get_weights()
    model.set_weights([s * 0])
    assert not scale.params["s"].any()


def test_weights_of_a_students_layer_are_copies_where_its_own_are(backend: Any) -> None:
    scale = Scale()
    scale.params["s"] = backend(numpy.ones(3, "float32"))
    weights = [numpy.asarray([1.0, 2.0, 3.0])]
    Sequential([scale]).set_weights(weights)
    s = scale.params["s"]
    s += 1.0
    assert weights[0].tolist() == [1.0, 2.0, 3.0] and refold.to_numpy(s).tolist() == [2.0, 3.0, 4.0]
    assert (home(s), dtype_name(s)) == (home(backend(0.0)), "float32")


def test_gradient_check_takes_a_students_layer() -> None:
    assert refold.gradient_check(Scale(), numpy.random.default_rng(0).normal(size=(4, 3))).passed
    assert refold.gradient_check(Flatten(), numpy.random.default_rng(0).normal(size=(4, 3, 2))).passed


@pytest.mark.parametrize("stage", ["compute_shapes", "forward", "backward", "compute_gradients"])
def test_a_missing_stage_is_named(stage: str) -> None:
    stages = {
        name: getattr(Flatten, name) for name in vars(Flatten) if not name.startswith("_") and name != stage
    }
    incomplete = type("Incomplete", (), stages)
    with pytest.raises(refold.WrongValueError, match=f"Incomplete is no layer: it has no {stage}"):
        Sequential([incomplete()])


@pytest.mark.parametrize("thing", [3, "relu", None, [Dense(3)]])
def test_no_layer_at_all(thing: Any) -> None:
    with pytest.raises(refold.WrongValueError, match="is no layer"):
        Sequential().add(thing)


def test_a_class_instead_of_a_layer() -> None:
    with pytest.raises(refold.WrongValueError, match=r"Flatten is a class. Make one: Flatten\("):
        Sequential([Flatten])


def broken(**stages: Any) -> Any:
    return type("Flatten", (Flatten,), stages)()


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        (
            broken(forward=lambda self, X: None),
            r"Flatten.forward: its result A must be an array, got None.*return",
        ),
        (broken(forward=lambda self, X: (X, X)), r"its result A must be an array, got a tuple"),
        (broken(forward=lambda self, X: X.reshape(-1)), r"its result A must have shape \(4,\), got \(24,\)"),
        (
            broken(backward=lambda self, dA: None),
            r"Flatten.backward: its result dX must be an array, got None",
        ),
        (broken(backward=lambda self, dA: dA), r"its result dX must have shape \(4, 3, 2\), got \(4, 6\)"),
    ],
)
def test_what_a_students_layer_returns_is_checked(layer: Any, message: str) -> None:
    model = Sequential([layer])
    with pytest.raises(refold.RefoldError, match=message) as caught:
        model.backward(model.forward(numpy.ones((4, 3, 2))))
    assert caught.value.__notes__ == ["This was layer 'flatten' (Flatten)."]


def test_a_missing_gradient_is_named() -> None:
    layer = type("Forgot", (Scale,), {"compute_gradients": lambda self: None})()
    model = Sequential([layer])
    model.compile("sgd", "mse")
    with pytest.raises(refold.NotReadyError, match="must put the gradient of 's' into grads"):
        model.fit(numpy.ones((2, 3)), numpy.ones((2, 3)))


def test_a_gradient_of_no_parameter_is_named() -> None:
    """s in an attribute in place of params: forward used it, and training never changed it."""

    class Factor(refold.Layer):
        s = 2.0

        def compute_shapes(self, X: Any) -> None:
            self.shapes.update(X=X.shape, A=X.shape)

        def forward(self, X: Any) -> Any:
            self.compute_shapes(X)
            self.cache["X"] = X
            return self.s * X

        def backward(self, dA: Any) -> Any:
            self.cache["dA"] = dA
            return self.s * dA

        def compute_gradients(self) -> None:
            self.grads["s"] = (self.cache["dA"] * self.cache["X"]).sum()

    X, message = (
        numpy.ones((4, 3)),
        r"^Factor\.compute_gradients: grads\['s'\] is the gradient of no parameter",
    )
    with pytest.raises(refold.WrongValueError, match=message):
        model_with(Factor()).train_on_batch(X, numpy.arange(4))
    with pytest.raises(refold.WrongValueError, match=message):
        refold.gradient_check(Factor(), X)


def test_an_error_inside_a_layer_says_which_layer_it_was() -> None:
    model = Sequential([Dense(4), Dense(3, name="second")])
    model.forward(numpy.ones((2, 5)))
    with pytest.raises(refold.ShapeError) as caught:
        model.forward(numpy.ones((2, 6)))
    assert caught.value.__notes__ == ["This was layer 'dense' (Dense)."]


@pytest.mark.parametrize(
    ("gradient", "message"),
    [
        (lambda G: G, r"must have shape \(3,\), got \(2, 3\)\. It is the shape of s"),
        (lambda G: G.sum(), r"must have shape \(3,\), got \(\)"),
        (lambda G: None, r"must be an array, got None"),
        (lambda G: G[0].tolist(), r"must be an array, got a list"),
        (lambda G: G[0].astype(complex), r"must hold real numbers, got dtype complex128"),
        (lambda G: pytest.importorskip("torch").ones(3), r"is in torch \(cpu\), but s is in numpy"),
    ],
)
@pytest.mark.parametrize("optimizer", ["sgd", refold.Adam(global_clipnorm=1.0)])
def test_a_gradient_that_is_not_like_its_parameter_is_named(
    gradient: Any, message: str, optimizer: Any
) -> None:
    def compute_gradients(self: Any) -> None:
        self.grads["s"] = gradient(self.dA * self.X)

    layer = type("Scale", (Scale,), {"compute_gradients": compute_gradients})()
    model = Sequential([layer])
    model.compile(optimizer, "mse")
    with pytest.raises(
        refold.RefoldError, match=rf"Scale\.compute_gradients: grads\['s'\] {message}"
    ) as caught:
        model.fit(numpy.ones((2, 3)), numpy.zeros((2, 3)))
    assert caught.value.__notes__ == ["This was layer 'scale' (Scale)."]


def test_a_parameter_may_be_a_single_number() -> None:
    class Factor(Scale):
        def compute_shapes(self, X: Any) -> None:
            self.params.setdefault("s", numpy.asarray(1.0))

        def compute_gradients(self) -> None:
            self.grads["s"] = (self.dA * self.X).sum()  # no array

    model = Sequential([Factor()])
    model.compile("adam", "mse")
    model.fit(numpy.ones((2, 3)), numpy.zeros((2, 3)))
    assert model.layers[0].params["s"] < 1.0
