"""In a box, where the answer lives in another process, mistakes have the same names and earn the same."""

import inspect
import sys
from functools import partial

import numpy as np
import pytest

from autograder.exercises import units
from autograder.judging.judge import judge
from autograder.judging.lending import names_used
from autograder.sandbox import open_box, plain

IMPORTS = """
import itertools, math
from functools import partial
from types import SimpleNamespace
import numpy as np
"""
ITEMS = [
    (exercise, item)
    for unit in units()
    for exercise in unit.exercises
    for kind in (exercise.misconceptions, exercise.alternatives)
    for item in kind
]


def source(answer) -> str:
    """The text of a function or class, after that of what it is made from in its module."""
    if isinstance(answer, partial):
        parts = [answer.func, *answer.args]
        call = ", ".join(part.__name__ if callable(part) else repr(part) for part in parts)
        return "\n\n".join([*map(source, filter(callable, parts)), f"answer = partial({call})"])
    module = vars(sys.modules[answer.__module__])
    helpers = [module[name] for name in sorted(names_used(answer, module)) if own(module.get(name), answer)]
    if inspect.isclass(answer):
        helpers += [base for base in inspect.getmro(answer)[:0:-1] if base is not object]
    return "\n\n".join([*map(source, helpers), inspect.getsource(answer)])


def own(helper, answer) -> bool:
    """Whether it comes from the same unit."""
    if not inspect.isfunction(helper) or helper is answer:
        return False
    return helper.__module__.rpartition(".")[0] == answer.__module__.rpartition(".")[0]


@pytest.fixture(scope="module")
def box():
    with open_box(
        withheld=[module for unit in units() for module in unit.withheld], tier="unisolated"
    ) as box:
        assert box.run_cell(IMPORTS).error is None
        yield box


def defined(box, answer):
    """The answer, defined anew in the box."""
    result = box.run_cell(source(answer))
    assert result.error is None, result.error
    return box.answer("answer" if isinstance(answer, partial) else answer.__name__)


@pytest.mark.parametrize(
    ("exercise", "item"),
    [
        pytest.param(
            exercise,
            item,
            id=f"{exercise.id}: {getattr(item, 'name', None) or item.answer.__name__}",
            marks=() if number % 3 == 0 else pytest.mark.long,
        )
        for number, (exercise, item) in enumerate(ITEMS)
    ],
)
def test_the_verdict_is_that_of_the_kernel(box, exercise, item):
    others = getattr(item, "others", {})
    here = judge(exercise, item.answer, others=others, rng=np.random.default_rng(3), private=True)
    there = judge(
        exercise,
        defined(box, item.answer),
        others={id: defined(box, other) for id, other in others.items()},
        rng=np.random.default_rng(3),
        plain=plain,
        private=True,
    )
    assert there == here
