"""The grading package: exercises, their checks, and the grading of whole classes.

>>> from autograder import answers, check
"""

from autograder.answers import answers
from autograder.check import check

__all__ = ["answers", "check"]
