"""The unit 05_simple_rnn: a layer that reads a sequence, one step after the other."""

from autograder.exercise import Unit
from autograder.exercises.simple_rnn.backward import simple_rnn_backward
from autograder.exercises.simple_rnn.clip import clip_by_global_norm
from autograder.exercises.simple_rnn.forward import simple_rnn_forward
from autograder.exercises.simple_rnn.gradients import simple_rnn_gradients
from autograder.exercises.simple_rnn.parameters import count_parameters
from autograder.exercises.simple_rnn.step import rnn_step
from autograder.exercises.simple_rnn.step_backward import rnn_step_backward

UNIT = Unit(
    "05_simple_rnn",
    [
        rnn_step,
        simple_rnn_forward,
        count_parameters,
        rnn_step_backward,
        simple_rnn_backward,
        simple_rnn_gradients,
        clip_by_global_norm,
    ],
    withheld=[
        "layers/simple_rnn.py",
        "layers/recurrent.py",
        "layers/bidirectional.py",
        "activations.py:tanh_backward",
        "clipping.py",
    ],
)
