"""What a worker loads, once for all of them: the process that they are forked from imports this."""

from autograder.grading.quick_start import quick_start

quick_start()

import autograder.cli  # noqa: E402  (the main module of each worker's program)
import autograder.grading.grade_one  # noqa: E402, F401
