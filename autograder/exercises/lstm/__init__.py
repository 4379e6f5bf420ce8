"""The unit 06_lstm: gates, and a memory that a gradient comes back through."""

from autograder.exercise import Unit
from autograder.exercises.lstm.backward import lstm_backward
from autograder.exercises.lstm.forward import lstm_forward
from autograder.exercises.lstm.gru import gru_step
from autograder.exercises.lstm.sigmoid import sigmoid
from autograder.exercises.lstm.step import lstm_step
from autograder.exercises.lstm.step_backward import lstm_step_backward

UNIT = Unit(
    "06_lstm",
    [sigmoid, lstm_step, lstm_forward, lstm_step_backward, lstm_backward, gru_step],
    withheld=[
        "layers/lstm.py",
        "layers/gru.py",
        "activations.py:sigmoid",
        "activations.py:softplus_backward",  # the slope of softplus is the sigmoid
        "plots/lstm.py",  # the picture works a step out, there and back
    ],
)
