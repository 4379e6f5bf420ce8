import copy
import math
from typing import Any

import numpy
import pytest

import refold
from refold import SGD, Adagrad, Adam, AdamW, RMSprop, optimizers

from .oracles import keras

# Numbers that float32 holds exactly: Keras keeps its learning rate in float32.
CASES = [
    (SGD(0.125), "SGD", {}),
    (SGD(0.125, momentum=0.75), "SGD", {"momentum": 0.75}),
    (SGD(0.125, momentum=0.75, nesterov=True), "SGD", {"momentum": 0.75, "nesterov": True}),
    (Adam(0.125), "Adam", {}),
    (SGD(0.125, weight_decay=0.25), "SGD", {"weight_decay": 0.25}),
    (SGD(0.125, clipnorm=0.5), "SGD", {"clipnorm": 0.5}),
    (SGD(0.125, clipvalue=0.25), "SGD", {"clipvalue": 0.25}),
    (SGD(0.125, global_clipnorm=0.5), "SGD", {"global_clipnorm": 0.5}),
    (SGD(0.125, clipnorm=1e6), "SGD", {"clipnorm": 1e6}),
    (RMSprop(0.125), "RMSprop", {}),
    (RMSprop(0.125, rho=0.75, momentum=0.5), "RMSprop", {"rho": 0.75, "momentum": 0.5}),
    (RMSprop(0.125, centered=True, epsilon=1e-3), "RMSprop", {"centered": True, "epsilon": 1e-3}),
    (
        RMSprop(0.125, momentum=0.5, centered=True, weight_decay=0.25, clipnorm=1.0),
        "RMSprop",
        {"momentum": 0.5, "centered": True, "weight_decay": 0.25, "clipnorm": 1.0},
    ),
    (Adagrad(0.125), "Adagrad", {}),
    (
        Adagrad(0.125, initial_accumulator_value=0.5, epsilon=1e-3),
        "Adagrad",
        {"initial_accumulator_value": 0.5, "epsilon": 1e-3},
    ),
    (Adam(0.125, amsgrad=True), "Adam", {"amsgrad": True}),
    (Adam(0.125, beta_2=0.5, amsgrad=True), "Adam", {"beta_2": 0.5, "amsgrad": True}),  # V shrinks, too
    (AdamW(0.125), "AdamW", {}),
    (
        AdamW(0.125, 0.25, beta_1=0.5, global_clipnorm=0.5),
        "AdamW",
        {"weight_decay": 0.25, "beta_1": 0.5, "global_clipnorm": 0.5},
    ),
    (
        Adam(0.125, beta_1=0.5, beta_2=0.75, epsilon=1e-3),
        "Adam",
        {"beta_1": 0.5, "beta_2": 0.75, "epsilon": 1e-3},
    ),
]
every_optimizer = pytest.mark.parametrize(("ours", "name", "options"), CASES, ids=lambda case: str(case)[:40])


def gradients() -> list[Any]:
    return list(numpy.random.default_rng(0).normal(size=(6, 3, 2)))


@every_optimizer
def test_keras(ours: Any, name: str, options: dict) -> None:
    k = keras()
    theirs = getattr(k.optimizers, name)(0.125, **options)
    variable = k.Variable(numpy.ones((3, 2)), dtype="float64")
    P, ours = numpy.ones((3, 2)), type(ours)(**ours.config)
    for G in gradients():
        theirs.apply([k.ops.convert_to_tensor(G, dtype="float64")], [variable])
        ours.start_step([G])
        P += ours.change("P", P, G)
        numpy.testing.assert_allclose(P, variable.numpy(), rtol=1e-10)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("nesterov", [False, True])
def test_torch_sgd(momentum: float, nesterov: bool) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    nesterov = nesterov and momentum > 0
    parameter = torch.ones((3, 2), dtype=torch.float64, requires_grad=True)
    theirs = torch.optim.SGD([parameter], lr=0.1, momentum=momentum, nesterov=nesterov)
    P, ours = numpy.ones((3, 2)), SGD(0.1, momentum=momentum, nesterov=nesterov)
    for G in gradients():
        parameter.grad = torch.tensor(G)
        theirs.step()
        ours.start_step()
        P += ours.change("P", P, G)
        numpy.testing.assert_allclose(P, parameter.detach().numpy(), rtol=1e-10)


@pytest.mark.parametrize("kind", [Adam, AdamW, RMSprop])
def test_torch(kind: Any) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    parameter = torch.ones((3, 2), dtype=torch.float64, requires_grad=True)
    options = {"weight_decay": 0.25} if kind is AdamW else {}
    # PyTorch adds its epsilon elsewhere: one too small to be seen is right for both.
    alike = {"alpha": 0.75} if kind is RMSprop else {}
    theirs = getattr(torch.optim, kind.__name__)([parameter], lr=0.1, eps=1e-100, **options, **alike)
    alike = {"rho": 0.75} if kind is RMSprop else {}
    P, ours = numpy.ones((3, 2)), kind(0.1, epsilon=1e-100, **options, **alike)
    for G in gradients():
        parameter.grad = torch.tensor(G)
        theirs.step()
        ours.start_step()
        P += ours.change("P", P, G)
        numpy.testing.assert_allclose(P, parameter.detach().numpy(), rtol=1e-10)


def test_global_clipping_is_of_all_arrays_together(backend: Any) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    first, second = gradients()[0], gradients()[1][:, :1]
    parameters = [torch.zeros(G.shape, dtype=torch.float64, requires_grad=True) for G in (first, second)]
    for parameter, G in zip(parameters, (first, second), strict=True):
        parameter.grad = torch.tensor(G)
    torch.nn.utils.clip_grad_norm_(parameters, 0.5)
    optimizer = SGD(1.0, global_clipnorm=0.5)
    optimizer.start_step([backend(first), backend(second)])
    for parameter, G in zip(parameters, (first, second), strict=True):
        change = refold.to_numpy(optimizer.change("P", backend(numpy.zeros(G.shape)), backend(G)))
        numpy.testing.assert_allclose(-change, parameter.grad.numpy(), rtol=1e-5)  # torch adds 1e-6
    with pytest.raises(refold.NotReadyError, match=r"start_step\(gradients\)"):
        SGD(global_clipnorm=1.0).change("P", first, first)


def test_a_model_is_clipped_as_in_keras() -> None:
    k = keras()
    x, y = numpy.random.default_rng(0).normal(size=(8, 3)), numpy.full((8, 2), 9.0)
    theirs = k.Sequential([k.layers.Dense(4, activation="tanh"), k.layers.Dense(2)])
    theirs.compile(k.optimizers.SGD(0.125, global_clipnorm=0.5), "mse")
    theirs.build((None, 3))
    ours = refold.Sequential([refold.Dense(4, "tanh", input_shape=(3,)), refold.Dense(2)])
    ours.compile(SGD(0.125, global_clipnorm=0.5), "mse")
    ours.set_weights(theirs.get_weights())
    theirs.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
    ours.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
    for came, expected in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(came, expected, rtol=1e-10)


def test_a_model_without_gradients_is_clipped_too() -> None:
    model = refold.Sequential([refold.Dense(1, trainable=False)])
    model.compile(SGD(global_clipnorm=1.0), "mse")
    model.fit(numpy.ones((2, 1)), numpy.ones((2, 1)), verbose=0)
    assert model.optimizer.steps == 1


@pytest.mark.parametrize(
    "options", [{"clipnorm": 0.0}, {"clipvalue": -1.0}, {"global_clipnorm": "1"}, {"weight_decay": -0.1}]
)
def test_senseless_options(options: dict) -> None:
    (key,) = options
    for kind in (SGD, Adam, RMSprop):
        with pytest.raises(refold.WrongValueError, match=f"{kind.__name__}: {key} must be a number"):
            kind(**options)


def test_one_way_of_clipping() -> None:
    with pytest.raises(refold.WrongValueError, match="SGD: clipnorm and clipvalue were given, choose one"):
        SGD(clipnorm=1.0, clipvalue=1.0)
    optimizer = Adam(clipnorm=1.0)
    for key in ("clipvalue", "global_clipnorm"):
        with pytest.raises(refold.WrongValueError, match=rf"Adam: clipnorm and {key} .*clipnorm = None"):
            setattr(optimizer, key, 0.5)
        assert getattr(optimizer, key) is None
    optimizer.clipnorm = 2.0
    optimizer.clipnorm = None
    optimizer.clipvalue = 0.5
    assert optimizer.config["clipvalue"] == 0.5


@every_optimizer
def test_every_backend(ours: Any, name: str, options: dict, backend: Any) -> None:
    for dtype, tolerance in (("float32", 1e-5), ("float64", 1e-12)):
        here, there = type(ours)(**ours.config), type(ours)(**ours.config)
        P, Q = numpy.ones((3, 2)), backend(numpy.ones((3, 2)), dtype)
        for G in gradients():
            here.start_step([G])
            there.start_step([backend(G, dtype)])
            P += here.change("P", P, G)
            Q += there.change("P", Q, backend(G, dtype))
        assert Q.dtype == backend(numpy.ones(1), dtype).dtype
        numpy.testing.assert_allclose(refold.to_numpy(Q), P, rtol=tolerance)


@pytest.mark.parametrize("rate", [0, -0.1, math.nan, math.inf, "0.1", None, True])
@pytest.mark.parametrize("kind", [SGD, Adam, AdamW, RMSprop])
def test_senseless_learning_rates(kind: Any, rate: Any) -> None:
    with pytest.raises(
        refold.WrongValueError, match=rf"{kind.__name__}: learning_rate must be a number above 0"
    ):
        kind(learning_rate=rate)


SHARES = [(SGD, "momentum"), (RMSprop, "rho"), (RMSprop, "momentum"), (Adam, "beta_1"), (Adam, "beta_2")]


@pytest.mark.parametrize(("kind", "name"), SHARES)
def test_what_is_remembered_is_a_share(kind: Any, name: str) -> None:
    for wrong in (-0.1, 1.0, math.nan):
        with pytest.raises(
            refold.WrongValueError, match=f"{name} must be a number of at least 0 and below 1"
        ):
            kind(**{name: wrong})
    assert getattr(kind(**{name: 0.0}), name) == 0.0


@pytest.mark.parametrize("kind", [RMSprop, Adagrad, Adam])
def test_what_is_divided_by_is_above_0(kind: Any) -> None:
    with pytest.raises(refold.WrongValueError, match=f"{kind.__name__}: epsilon must be a number above 0"):
        kind(epsilon=0.0)
    with pytest.raises(
        refold.WrongValueError, match="initial_accumulator_value must be a number of at least"
    ):
        Adagrad(initial_accumulator_value=-0.1)


def test_names() -> None:
    assert isinstance(optimizers.find("SGD"), SGD)
    assert isinstance(optimizers.find("sgd"), SGD)
    assert isinstance(optimizers.find(Adam), Adam)
    made = Adam(0.5)
    assert optimizers.find(made) is made
    for wrong in ("adem", None, 3):
        with pytest.raises(refold.UnknownNameError, match="No optimizer is called"):
            optimizers.find(wrong)


def test_one_optimizer_does_not_serve_two_models() -> None:
    optimizer = Adam()
    first, second = refold.Sequential([refold.Dense(2)]), refold.Sequential([refold.Dense(3)])
    for model in (first, second):
        model.compile(optimizer, "mse")
    first.fit(numpy.ones((2, 2)), numpy.ones((2, 2)))
    with pytest.raises(refold.WrongValueError, match="An optimizer serves one model"):
        second.fit(numpy.ones((2, 2)), numpy.ones((2, 3)))


@pytest.mark.parametrize("optimizer", [Adam(), SGD(0.1, momentum=0.9), SGD(refold.LinearDecay(0.1, 9))])
def test_nor_two_models_that_are_alike(optimizer: refold.optimizers.Optimizer) -> None:
    """The second would start with the moments of the first, or late in its schedule."""
    first, second = (refold.Sequential([refold.Dense(2)], seed=0) for _ in range(2))
    for model in (first, second):
        model.compile(optimizer, "mse")
    X = numpy.ones((2, 2))
    first.fit(X, X, verbose=0)
    with pytest.raises(refold.WrongValueError, match="An optimizer serves one model"):
        second.fit(X, X, verbose=0)
    again = copy.deepcopy(first)  # with an optimizer of its own
    assert again.train_on_batch(X, X) == first.train_on_batch(X, X)


def test_what_remembers_nothing_may_serve_several() -> None:
    """Each as the seed says, in the orders of a model that is the first."""
    optimizer, X = SGD(0.1), numpy.arange(16.0).reshape(8, 2) / 16
    losses = []
    for _ in range(2):
        model = refold.Sequential([refold.Dense(2)], seed=0)
        model.compile(optimizer, "mse")
        losses.append(model.fit(X, X, batch_size=2, epochs=2, verbose=0).history["loss"])
    assert losses[0] == losses[1]


def test_a_model_that_took_no_step_has_not_had_the_optimizer() -> None:
    """As where its targets did not fit, and it is made anew."""
    optimizer, X = SGD(refold.LinearDecay(0.1, 9)), numpy.ones((2, 2))
    wrong, right = refold.Sequential([refold.Dense(3)]), refold.Sequential([refold.Dense(2)])
    for model in (wrong, right):
        model.compile(optimizer, "mse")
    with pytest.raises(refold.ShapeError):
        wrong.fit(X, X, verbose=0)
    right.fit(X, X, verbose=0)
    with pytest.raises(refold.WrongValueError, match="An optimizer serves one model"):
        wrong.fit(X, numpy.ones((2, 3)), verbose=0)


def test_adam_is_scaled_by_its_gradients_alone() -> None:
    optimizer = Adam(0.1)
    optimizer.start_step()
    change = optimizer.change("P", numpy.zeros(2), numpy.asarray([1e-3, 1e3]))
    numpy.testing.assert_allclose(change, [-0.1, -0.1], rtol=1e-2)


def test_unknown_arguments_are_named() -> None:
    with pytest.raises(
        refold.UnknownNameError, match=r"Adam has no argument 'beta1'\. Did you mean 'beta_1'"
    ):
        refold.Adam(beta1=0.9)


@pytest.mark.filterwarnings("error")
def test_a_variance_that_rounding_makes_negative_gives_no_nan(backend: Any) -> None:
    optimizer, P = refold.RMSprop(0.1, rho=0.5, centered=True), backend([1.0], "float32")
    for _ in range(40):  # a constant gradient has no variance, and rounding leaves less than nothing
        optimizer.start_step()
        P = P + optimizer.change("P", P, backend([12345.678], "float32"))
    assert numpy.isfinite(refold.to_numpy(P)).all()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("options", [{"clipnorm": 1.0}, {"global_clipnorm": 1.0}])
def test_exploding_gradients_keep_their_direction(options: dict, backend: Any) -> None:
    optimizer = refold.SGD(1.0, **options)
    P, G = backend([0.0, 0.0], "float32"), backend([3e30, 4e30], "float32")  # the square of neither is finite
    optimizer.start_step([G])
    numpy.testing.assert_allclose(refold.to_numpy(optimizer.change("P", P, G)), [-0.6, -0.8], rtol=1e-6)


@pytest.mark.parametrize("rate", ["x", None, -0.1, float("nan"), float("inf"), True, [0.1]])
def test_a_learning_rate_that_is_set_later_is_checked_too(rate: Any) -> None:
    optimizer = Adam(0.1)
    with pytest.raises(refold.WrongValueError, match="Adam: learning_rate must be a number of at least 0"):
        optimizer.learning_rate = rate
    assert optimizer.learning_rate == 0.1
    with pytest.raises(refold.WrongValueError, match="ConstantRate is a class"):
        optimizer.learning_rate = refold.ConstantRate
    optimizer.learning_rate = 0.0  # as where a callback warms up
    optimizer.learning_rate = refold.ConstantRate(0.2)
    assert optimizer.rate == 0.2
    assert repr(optimizer).startswith("Adam(learning_rate=ConstantRate(learning_rate=0.2), beta_1=0.9")


def test_a_schedule_that_gives_no_rate_is_named() -> None:
    optimizer = SGD(lambda step: None)
    with pytest.raises(refold.WrongValueError, match="must be a number of at least 0, got None") as caught:
        optimizer.change("dense/W", numpy.ones(2), numpy.ones(2))
    assert "<lambda>" in caught.value.__notes__[0] and "at step 0" in caught.value.__notes__[0]
    with pytest.raises(TypeError) as failed:
        SGD(lambda: 0.1).change("dense/W", numpy.ones(2), numpy.ones(2))
    assert "<lambda>" in failed.value.__notes__[0] and "at step 0" in failed.value.__notes__[0]


def test_flags_may_be_what_counts_as_true_or_false() -> None:
    for optimizer in (Adam(amsgrad=None), Adam(amsgrad=1), RMSprop(centered=None), RMSprop(centered=1)):
        optimizer.start_step()
        assert optimizer.change("dense/W", numpy.ones(2), numpy.ones(2)).shape == (2,)


def test_a_step_is_begun_before_parameters_change() -> None:
    with pytest.raises(refold.NotReadyError, match=r"Adam: its first step has not begun\. Call start_step"):
        Adam().change("dense/W", numpy.ones(2), numpy.ones(2))


@pytest.mark.parametrize(
    ("follow", "message"),
    [
        (lambda P, G: None, "must be an array, got None. Did a function end without `return`"),
        (lambda P, G: -0.1, "must be an array, got a float"),
        (lambda P, G: -0.1 * G[:1], r"must have shape \(2, 3\), got \(1, 3\)\. It is the shape of W"),
        (lambda P, G: pytest.importorskip("torch").ones((2, 3)), r"is in torch \(cpu\), but W is in numpy"),
    ],
)
def test_what_an_optimizer_of_ones_own_gives_is_checked(follow: Any, message: str) -> None:
    own = type("Own", (optimizers.Optimizer,), {"follow": lambda self, key, P, G: follow(P, G)})()
    model = refold.Sequential([refold.Dense(3, input_shape=(2,))])
    model.compile(own, "mse")
    with pytest.raises(refold.RefoldError, match=f"Own.follow: its result for 'dense/W' {message}"):
        model.fit(numpy.ones((4, 2)), numpy.ones((4, 3)), verbose=0)


def test_a_class_is_no_learning_rate() -> None:
    with pytest.raises(refold.WrongValueError, match=r"is a class. Make one: CosineDecay\(\.\.\.\)"):
        refold.Adam(refold.CosineDecay)


def test_a_constructor_that_forgets_the_optimizers_own_is_told() -> None:
    class Plain(optimizers.Optimizer):
        def __init__(self) -> None:
            self.pace = 0.1

        def follow(self, key: str, P: Any, G: Any) -> Any:
            return -self.pace * G

    with pytest.raises(refold.NotReadyError, match=r"^Plain\.__init__ must call super\(\)\.__init__\(lear"):
        refold.Sequential([refold.Dense(2)]).compile(Plain(), "mse")
