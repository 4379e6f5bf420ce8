"""The unit 08_normalization: statistics over the right axis, and a gradient that goes through them."""

from autograder.exercise import Unit
from autograder.exercises.normalization.backward import batch_norm_backward
from autograder.exercises.normalization.forward import batch_norm_forward
from autograder.exercises.normalization.layer import batch_norm_layer
from autograder.exercises.normalization.moving import moving_average
from autograder.exercises.normalization.rows_backward import layer_norm_backward
from autograder.exercises.normalization.rows_forward import layer_norm_forward
from autograder.exercises.normalization.statistics import batch_statistics

UNIT = Unit(
    "08_normalization",
    [
        batch_statistics,
        batch_norm_forward,
        batch_norm_backward,
        moving_average,
        batch_norm_layer,
        layer_norm_forward,
        layer_norm_backward,
    ],
    withheld=[
        "layers/batch_normalization.py",
        "layers/group_normalization.py",
        "layers/layer_normalization.py",
        "layers/normalization.py",
        "data/scaling.py",  # a scaler measures means and deviations, and takes them off
        "plots/normalization.py",  # and so does the picture
    ],
)
