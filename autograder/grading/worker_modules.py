"""What a worker loads, once for all of them: the process that they are forked from imports this."""

import atexit
import os
import shutil

from autograder.grading.quick_start import quick_start

quick_start()

import nbformat  # noqa: E402
import numpy.random  # noqa: E402, F401

import autograder.cli  # noqa: E402  (the main module of each worker's program)
import autograder.grading.grade_one  # noqa: E402, F401
import refold.model  # noqa: E402, F401  (of which units' references are made)
from autograder.pages import inert, render  # noqa: E402
from autograder.sandbox.launch import font_lists  # noqa: E402

# Each keeps what takes it a tenth of a second or two, and the first submission needs it.
nbformat.validate(nbformat.v4.new_notebook())
font_lists()
inert.highlighter()
render.compiled("feedback.html")

if listens_at := os.environ.get("REFOLD_WORKERS_LISTEN_AT"):  # workers end without this
    atexit.register(shutil.rmtree, listens_at, ignore_errors=True)
