"""What a worker loads, once for all of them: the process that they are forked from imports this."""

import atexit
import os
import shutil

from autograder.grading.quick_start import quick_start

quick_start()

import nbformat  # noqa: E402

import autograder.cli  # noqa: E402  (the main module of each worker's program)
import autograder.grading.grade_one  # noqa: E402, F401
from autograder.sandbox.launch import font_lists  # noqa: E402

# Both keep what takes them a tenth of a second, and the first submission needs it.
nbformat.validate(nbformat.v4.new_notebook())
font_lists()

if listens_at := os.environ.get("REFOLD_WORKERS_LISTEN_AT"):  # workers end without this
    atexit.register(shutil.rmtree, listens_at, ignore_errors=True)
