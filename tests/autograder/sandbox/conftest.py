"""Boxes for the tests, of both tiers where what is tested does not depend on the walls."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest

from autograder.sandbox import open_box
from autograder.sandbox.canaries import Tier, try_out
from autograder.sandbox.limits import MB, Limits
from autograder.sandbox.process import ProcessBox

TIGHT = Limits(call=2.0, memory=400 * MB)


def need(tier: str) -> str:
    """The tier, or a visible skip where it does not hold."""
    if tier != "unisolated" and not tried(tier).holds:
        pytest.skip(f"no sandbox here: {' '.join(tried(tier).findings)}")
    return tier


@cache
def tried(tier: str) -> Tier:
    return try_out(tier)


@pytest.fixture(scope="module", params=["zygote", "bubblewrap", "unisolated"])
def box(request: pytest.FixtureRequest) -> Iterator[ProcessBox]:
    """A box that a module's honest tests share; each uses names of its own."""
    with open_box(tier=need(request.param)) as opened:
        opened.run_cell("import numpy as np")
        yield opened


@pytest.fixture(params=["zygote", "bubblewrap", "unisolated"])
def tight(request: pytest.FixtureRequest) -> Iterator[ProcessBox]:
    """A fresh box with little time and memory, to be stopped."""
    with open_box(TIGHT, tier=need(request.param)) as opened:
        yield opened


@pytest.fixture(params=["zygote", "bubblewrap"])
def walled(request: pytest.FixtureRequest) -> Iterator[ProcessBox]:
    """A fresh box of each tier that keeps hostile code in, with little time and memory."""
    with open_box(TIGHT, tier=need(request.param)) as opened:
        yield opened
