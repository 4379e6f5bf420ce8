"""The unit 09_optimizers: from a gradient to a step, and from a step to a network that has learned."""

from autograder.exercise import Unit
from autograder.exercises.optimizers.adam import adam_step
from autograder.exercises.optimizers.adamw import adamw_step
from autograder.exercises.optimizers.batches import shuffled_batches
from autograder.exercises.optimizers.momentum import momentum_step
from autograder.exercises.optimizers.rmsprop import rmsprop_step
from autograder.exercises.optimizers.schedule import scheduled_rate
from autograder.exercises.optimizers.train import train

UNIT = Unit(
    "09_optimizers",
    [momentum_step, rmsprop_step, adam_step, adamw_step, scheduled_rate, shuffled_batches, train],
    withheld=[
        "callbacks.py:EarlyStopping",
        "data/batches.py:batches",
        "data/batches.py:in_batches",  # what fit cuts its batches with
        "optimizers.py:Adam",  # AdamW is made of it
        "optimizers.py:RMSprop",
        "optimizers.py:SGD",
        "plots/descent.py",
        "schedules.py:CosineDecay",
        "schedules.py:CyclicRate",  # its first half rises on a line
        "schedules.py:LinearDecay",
    ],
)
