"""What the grader knows of one exercise: reference, cases, and the wrong answers that it recognises."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Answer = Callable[..., Any]
"""A student's function or class, or a stand-in for it that lives outside the student's process."""

WHOLE = math.inf
"""For `Misconception.least`: it is named only where an answer gives just the same throughout."""

NOTE = "note"
"""An output of `run` by this name is a sentence for the student that costs nothing. It is made of nothing of
the student's own, since it is shown when a class is graded, too."""


class Unfit(ValueError):
    """What came back is of a kind or shape that `run` cannot look at; the text says what was expected.

    Unlike other errors, it is not said to be the answer's.
    """


class Case:
    """One set of inputs, by the names of `run`'s parameters, with words for the student.

    >>> Case("one sample", X=numbered(1, 5, 2)).inputs["X"].shape
    (1, 5, 2)
    """

    def __init__(self, name: str, **inputs: Any) -> None:
        self.name = name
        self.inputs = inputs

    def __repr__(self) -> str:
        return f"Case({self.name!r}, {', '.join(self.inputs)})"


@dataclass(frozen=True, eq=False)
class Misconception:
    """A wrong answer, as a student would write it, and the sentence that helps.

    `name` is for instructors (the report counts by it), `says` is what the student reads; `anchor` is the
    id of the notebook's paragraph that teaches the point, when it is not the exercise's own. What it says is
    said of the wrong outputs that it explains, where these are `least` at least; what is true only of an
    answer as a whole, such as the order of what is returned, has WHOLE.
    """

    name: str
    answer: Answer
    says: str
    anchor: str | None = None
    least: float = 1


@dataclass(frozen=True, eq=False)
class Alternative:
    """A right answer written in another way.

    `others` are the answers to earlier exercises that it goes with, by id: a backward that reads a cache of
    its own kind brings the forward that fills it.
    """

    answer: Answer
    others: dict[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Exercise:
    """Everything about one exercise; the check, the grade, the report and their tests all come from it.

    Args:
        id: the one name, of the check cell, the exercise, the grade and the report's row.
        points: what a right answer earns, shared equally by the outputs.
        reference: a right answer of the student's shape. It never leaves the grader's process.
        run: exercises an answer: `run(student, **inputs)` gives named outputs, as a dict, or as a generator
            of (name, value) pairs so that what came before an error still counts. It computes with
            a student's arrays only where it knows their shapes.
        cases: what the student's own check tries, and the grader too.
        hidden: draws more cases from a generator; used only when a class is graded.
        misconceptions: the wrong answers that are recognised.
        alternatives: right answers written in other ways; they prove that the check is fair.
        needs: ids of earlier exercises whose answers `run` receives, by keyword of the same name: the
            student's own where it is right, else that exercise's reference.
        sums: the number of terms in the longest sum behind an output; 1 means that equality is exact. Where
            outputs differ in it, a number for each by name.
        last: a costly case, tried only when everything before it is right.
        defines: the name that the student defines; the id unless given.
        lent: whether the reference stands in for a wrong answer in later ones that call it by name; for
            functions of numbers and one array whose work is no larger than they are. For others, a function
            of the same arguments, which may be anything: the steps that the work takes (see `lending.py`).
    """

    id: str
    points: float
    reference: Answer
    run: Callable[..., dict[str, Any] | Iterator[tuple[str, Any]]]
    cases: Sequence[Case]
    misconceptions: Sequence[Misconception] = ()
    hidden: Callable[[np.random.Generator], Sequence[Case]] = lambda rng: ()
    alternatives: Sequence[Alternative] = ()
    needs: Sequence[str] = ()
    sums: int | Mapping[str, int] = 1
    last: Case | None = None
    defines: str = ""
    lent: bool | Callable[..., int] = False

    @property
    def name(self) -> str:
        """The name of the student's function or class."""
        return self.defines or self.id

    def terms(self, output: str) -> int:
        """What `sums` says of one output."""
        return self.sums if isinstance(self.sums, int) else self.sums[output]


@dataclass(frozen=True, eq=False)
class Unit:
    """One assignment: its exercises in order, and the library's modules that its students write themselves.

    Args:
        name: the assignment, such as "01_flatten": folder, notebook and nbgrader's assignment.
        exercises: in the order of the notebook.
        withheld: modules of `refold`, such as "layers/flatten.py", not there while a class is graded, or one
            name in a module, such as "activations.py:softmax".
    """

    name: str
    exercises: Sequence[Exercise]
    withheld: Sequence[str] = ()

    def __getitem__(self, id: str) -> Exercise:
        for exercise in self.exercises:
            if exercise.id == id:
                return exercise
        raise KeyError(id)

    @property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)


def numbered(*shape: int) -> np.ndarray:
    """The numbers 0, 1, 2, ... in `shape`, row-major: every element tells where it was.

    >>> numbered(2, 3)
    array([[0., 1., 2.],
           [3., 4., 5.]])
    """
    return np.arange(math.prod(shape), dtype=np.float64).reshape(shape)


def distinct(rng: np.random.Generator, *shape: int) -> np.ndarray:
    """Distinct values in random order, so that no two elements can be mistaken for each other.

    >>> sorted(distinct(np.random.default_rng(0), 2, 2).ravel().tolist())
    [1.5, 2.5, 3.5, 4.5]
    """
    return (rng.permutation(math.prod(shape)) + 1.5).reshape(shape)


def random_shape(rng: np.random.Generator, ndim: tuple[int, int], size: tuple[int, int]) -> tuple[int, ...]:
    """A shape with `ndim` axes of `size` elements each, both bounds included."""
    axes = int(rng.integers(ndim[0], ndim[1] + 1))
    return tuple(int(n) for n in rng.integers(size[0], size[1] + 1, axes))


def unequal_shape(rng: np.random.Generator, axes: int) -> tuple[int, ...]:
    """The sizes 2, 3, 4, ... in random order: no two axes can be mistaken for each other."""
    return tuple(int(n) for n in rng.permutation(axes) + 2)


def in_single_precision(case: Case) -> Case:
    """The same with arrays of 32 bits; whole numbers stay as they are."""
    found = {}
    for key, value in case.inputs.items():
        floating = isinstance(value, np.ndarray) and value.dtype.kind == "f"
        found[key] = value.astype(np.float32) if floating else value
    return Case(f"{case.name}, in single precision", **found)


def shape_of(array: Any) -> tuple[Any, ...] | None:
    """The shape that something says it has, or None; that of a tensor may come behind a stand-in."""
    try:
        return tuple(array.shape)
    except (AttributeError, TypeError):
        return None


def shaped(array: Any, shape: tuple[int, ...]) -> Any:
    """A student's array before a case computes with it: one of another shape could make others of gigabytes.

    What is no array but says that it has the shape becomes one first, which tells.

    Raises:
        Unfit: it has another shape, or none.
    """
    found = shape_of(array)
    if found == shape and not isinstance(array, np.ndarray):
        from refold import to_numpy

        array = to_numpy(array) if hasattr(array, "__dlpack__") else np.asarray(array)
        found = array.shape
    if found != shape:
        raise Unfit(f"an array of shape {shape} was expected, got {found or type(array).__name__}")
    return array
