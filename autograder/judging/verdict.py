"""What was found about an answer: plain data that can be stored, compared and shown."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any, Literal

Status = Literal["right", "partly right", "wrong", "not attempted", "stopped"]


@dataclass(frozen=True)
class OutputVerdict:
    """One named output: its share of the points, what it earned, and the sentence when it earned nothing."""

    name: str
    points: float
    earned: float
    says: str = ""
    misconception: str | None = None


@dataclass(frozen=True)
class Verdict:
    """One exercise of one student.

    `says` is the text for the student, in sentences, without markup; empty when everything is right.
    `misconception` is the name of the recognised mistake (the first, when outputs show several), `tried`
    the number of cases, `picture` what `picture.draw` needs to show misplaced elements, or None.
    """

    exercise: str
    points: float
    earned: float
    status: Status
    says: str = ""
    misconception: str | None = None
    outputs: tuple[OutputVerdict, ...] = ()
    tried: int = 0
    picture: dict[str, Any] | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists, for json.dumps."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Verdict:
        """The inverse of `to_json`."""
        verdict = cls(**data)
        return replace(verdict, outputs=tuple(OutputVerdict(**output) for output in data["outputs"]))


def no_points(exercise: str, points: float, status: Status, says: str) -> Verdict:
    """The verdict on an answer that could not be tried at all."""
    return Verdict(exercise, points, 0.0, status, says)
