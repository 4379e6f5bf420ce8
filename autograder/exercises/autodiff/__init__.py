"""The unit 10_autodiff: gradients of any graph, from a rule for each operation and one walk back."""

from autograder.exercise import Unit
from autograder.exercises.autodiff.backpropagate import backpropagate
from autograder.exercises.autodiff.divide import divide_gradients
from autograder.exercises.autodiff.matmul import matmul_gradients
from autograder.exercises.autodiff.numerical import numerical_gradient
from autograder.exercises.autodiff.order import topological_order
from autograder.exercises.autodiff.permute import permute_gradient
from autograder.exercises.autodiff.repeated import unbroadcast

UNIT = Unit(
    "10_autodiff",
    [
        divide_gradients,
        matmul_gradients,
        permute_gradient,
        unbroadcast,
        topological_order,
        backpropagate,
        numerical_gradient,
    ],
    withheld=[
        "gradcheck.py",
        "layers/convolution.py",  # with windows of one element, it is Dense under another name
        "layers/dense.py",  # whose gradients are those of a matrix product
        "layers/depthwise_conv2d.py",  # so it is where the features are one channel
        "layers/multi_head_attention.py",  # to a single step, it is Dense again
        "layers/permute.py",
        "layers/recurrent.py",  # one step without tanh is Dense, too
        "layers/separable_conv2d.py",
    ],
)
