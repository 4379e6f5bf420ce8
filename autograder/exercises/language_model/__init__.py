"""The unit 11_language_model: from a text to tokens, from scores to a text."""

from autograder.exercise import Unit
from autograder.exercises.language_model.attend import attend_next
from autograder.exercises.language_model.embedding import embedding_gradient
from autograder.exercises.language_model.loss import next_token_loss
from autograder.exercises.language_model.merge import merge_pair
from autograder.exercises.language_model.pick import pick
from autograder.exercises.language_model.probabilities import next_probabilities

UNIT = Unit(
    "11_language_model",
    [merge_pair, embedding_gradient, next_token_loss, next_probabilities, pick, attend_next],
    withheld=[
        "activations.py:softmax",  # which knows a temperature
        "backend.py:scatter_add",  # what the embedding's gradient is
        "layers/embedding.py",
        "layers/multi_head_attention.py",
        "losses/crossentropy.py",
    ],
)
