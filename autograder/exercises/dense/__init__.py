"""The unit 02_dense: every unit sees every feature, and its weights learn."""

from autograder.exercise import Unit
from autograder.exercises.dense.backward import dense_backward
from autograder.exercises.dense.forward import dense_forward
from autograder.exercises.dense.gradients import dense_gradients
from autograder.exercises.dense.layer import dense_layer
from autograder.exercises.dense.rows import rows_gradients

UNIT = Unit(
    "02_dense",
    [dense_forward, dense_backward, dense_gradients, rows_gradients, dense_layer],
    withheld=[
        "layers/dense.py",
        "layers/convolution.py",  # with windows of one element, it is Dense under another name
        "layers/depthwise_conv2d.py",  # and so it is where the features are one channel
        "layers/separable_conv2d.py",
        "layers/multi_head_attention.py",  # to a single step, it is Dense again
        "layers/recurrent.py",  # and so is one step without tanh
    ],
)
