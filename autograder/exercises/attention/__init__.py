"""The unit 07_attention: every step takes what it needs from all the others."""

from autograder.exercise import Unit
from autograder.exercises.attention.backward import attention_backward
from autograder.exercises.attention.forward import attention_forward
from autograder.exercises.attention.mask import causal_mask
from autograder.exercises.attention.merge import merge_heads
from autograder.exercises.attention.patches import patches
from autograder.exercises.attention.split import split_heads

UNIT = Unit(
    "07_attention",
    [patches, split_heads, merge_heads, causal_mask, attention_forward, attention_backward],
    withheld=[
        "layers/multi_head_attention.py",
        "layers/windows.py:Windows",  # side by side, they are patches
    ],
)
