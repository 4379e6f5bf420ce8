"""The unit 03_softmax: what stands between two Dense layers, and what turns the last one into a decision."""

from autograder.exercise import Unit
from autograder.exercises.softmax.backward import softmax_backward
from autograder.exercises.softmax.crossentropy import cross_entropy
from autograder.exercises.softmax.dropout import dropout
from autograder.exercises.softmax.forward import softmax
from autograder.exercises.softmax.gradient import cross_entropy_gradient
from autograder.exercises.softmax.relu import relu_backward

FUNCTIONS = (
    "softmax",
    "softmax_backward",
    "relu_backward",
    "bounded_relu_backward",
    "leaky_relu_backward",
    "elu_backward",
)

UNIT = Unit(
    "03_softmax",
    [relu_backward, softmax, softmax_backward, cross_entropy, cross_entropy_gradient, dropout],
    withheld=[
        "layers/activation.py",
        "layers/dropout.py",
        "losses/crossentropy.py",
        *(f"activations.py:{name}" for name in FUNCTIONS),  # what the layers are made of
    ],
)
