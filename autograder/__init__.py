"""The grading package: exercises, their checks, and the grading of whole classes.

>>> from autograder import check
"""

from autograder.check import check

__all__ = ["check"]
