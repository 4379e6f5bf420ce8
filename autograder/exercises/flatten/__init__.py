"""The unit 01_flatten: join every axis but the first, and find the way back."""

from autograder.exercise import Unit
from autograder.exercises.flatten.backward import flatten_backward
from autograder.exercises.flatten.channels_first import flatten_channels_first
from autograder.exercises.flatten.dense import dense_shapes
from autograder.exercises.flatten.forward import flatten_forward
from autograder.exercises.flatten.indices import flat_index, unflat_index
from autograder.exercises.flatten.jacobian import flatten_jacobian
from autograder.exercises.flatten.layer import flatten_layer
from autograder.exercises.flatten.shapes import flatten_shapes

UNIT = Unit(
    "01_flatten",
    [
        flatten_shapes,
        flat_index,
        unflat_index,
        flatten_forward,
        flatten_jacobian,
        flatten_backward,
        flatten_layer,
        dense_shapes,
        flatten_channels_first,
    ],
    withheld=["layers/flatten.py"],
)
