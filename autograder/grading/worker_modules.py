"""What a worker loads, once for all of them: the process that they are forked from imports this."""

import atexit
import os
import shutil

from autograder.grading.quick_start import quick_start

quick_start()

import autograder.cli  # noqa: E402  (the main module of each worker's program)
import autograder.grading.grade_one  # noqa: E402, F401

if listens_at := os.environ.get("REFOLD_WORKERS_LISTEN_AT"):  # workers end without this
    atexit.register(shutil.rmtree, listens_at, ignore_errors=True)
