"""Stand-ins by the thousand, and with numbers that no honest box would give them."""

from contextlib import nullcontext
from itertools import count
from typing import Any

import pytest

from autograder.sandbox.inside.wire import WireError
from autograder.sandbox.proxy import Objects


def test_what_is_gone_is_said_by_and_by() -> None:
    freed: list[list[int]] = []
    numbers = count(1)

    def answers(message: dict[str, Any], blobs: Any) -> tuple[dict[str, Any], bytearray]:
        freed.append(message["free"])
        return {"v": ["t", *(["h", next(numbers), ""] for _ in range(15_000))]}, bytearray()

    objects = Objects(answers, nullcontext)
    objects.named("many")
    objects.named("many")
    objects.named("many")
    assert [len(gone) for gone in freed] == [0, 10_000, 10_000]
    assert len({*freed[1], *freed[2]}) == 20_000


@pytest.mark.parametrize("number", [0, -1, 1 << 40, 10**3000, True, 1.0])
def test_a_stand_in_has_a_small_number(number: Any) -> None:
    objects = Objects(lambda message, blobs: ({"v": ["h", number, ""]}, bytearray()), nullcontext)
    with pytest.raises(WireError):
        objects.named("odd")


def test_keys_that_fall_together_are_refused_before_they_are_compared() -> None:
    pairs = [[n * (2**61 - 1), 1] for n in range(1, 2_000)]
    objects = Objects(lambda message, blobs: ({"v": ["d", *pairs]}, bytearray()), nullcontext)
    with pytest.raises(WireError):
        objects.named("table")
