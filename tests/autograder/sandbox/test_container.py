"""Containers: what an engine is asked, that its container is a box like any other, and that it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from autograder.box import BoxStopped
from autograder.sandbox import canaries, container, open_box
from autograder.sandbox.bubblewrap import bwrap
from autograder.sandbox.container import ENGINES, NoContainer
from autograder.sandbox.limits import MB, Limits
from autograder.sandbox.wall import python_parts

from .conftest import need

TIGHT = Limits(call=2.0, memory=400 * MB, processes=32, disk=16 * MB)
Asked = Callable[[], list[list[str]]]


@pytest.fixture(params=["podman", pytest.param("docker", marks=pytest.mark.long)])
def engine(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of an engine that `engine.py` stands in for."""
    need("bubblewrap")
    monkeypatch.setenv("PATH", str(tmp_path))
    stand_in = Path(__file__).with_name("engine.py").read_text(encoding="utf-8")
    program = tmp_path / request.param
    program.write_text(f"#!{sys.executable} -I\n{stand_in}", encoding="utf-8")
    program.chmod(0o755)
    image = {"bwrap": str(bwrap()), "python": python_parts()}
    (tmp_path / "image.json").write_text(json.dumps(image), encoding="utf-8")
    return request.param


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """What the engine was asked so far."""

    def read() -> list[list[str]]:
        return [json.loads(line) for line in (tmp_path / "asked.jsonl").read_text("utf-8").splitlines()]

    return read


def test_the_runner_answers_as_in_any_box(engine: str) -> None:
    with open_box(TIGHT, ["layers/flatten.py"], tier=engine) as box:
        assert box.tier == engine
        shown = box.run_cell("import os, sys\nprint(os.getcwd(), os.environ['USER'])\n!echo from a shell")
        assert (shown.stdout, shown.error) == ("/tmp/student/work student\nfrom a shell\n", None)
        assert box.run_cell("from refold import Dense, Flatten\nFlatten()").error is not None
        box.run_cell("def forward(X): return X.reshape(len(X), -1)")
        X = np.arange(2_000_000.0).reshape(2, 1000, 1000)  # more than a pipe holds, in both directions
        assert np.array_equal(box.answer("forward")(X), X.reshape(2, -1))


def test_the_engine_is_asked_for_a_closed_box(engine: str, asked: Asked, tmp_path: Path) -> None:
    (tmp_path / "given.csv").write_text("1,2", encoding="utf-8")
    with open_box(TIGHT, files={"given.csv": tmp_path / "given.csv"}, tier=engine) as box:
        assert box.run_cell("print(open('given.csv').read())").stdout == "1,2\n"
        assert box.run_cell("open('given.csv', 'a')").error is not None
    run = asked()[0]
    for option in (
        *("--rm", "--interactive", "--pull=never", "--network=none", "--read-only", "--cap-drop=ALL"),
        *("--security-opt=no-new-privileges", "--user=65534:65534", "--pids-limit=64", "--ipc=private"),
        *(f"--memory={500 * MB}", f"--memory-swap={500 * MB}", "--ulimit=core=0:0"),
        *(f"--tmpfs=/tmp:rw,nosuid,nodev,mode=1777,size={20 * MB}", "--tmpfs=/dev/pts:ro,size=4k"),
    ):
        assert option in run
    volumes = [option for option in run if option.startswith("--volume=")]
    assert all(option.endswith(":ro") and ":/refold-box/" in option for option in volumes)
    shown = [Path(option.removeprefix("--volume=").split(":")[0]).name for option in volumes]
    assert {"inside", "seccomp.py", "given.csv"} <= set(shown)
    assert all(re.match(r"(inside|seccomp\.py|given\.csv|fontlist-v.+\.json)$", name) for name in shown)
    assert not any(name in " ".join(run) for name in ("privileged", "docker.sock", "--env", "HOME="))


def test_one_that_goes_on_for_ever_is_ended_by_its_name(engine: str, asked: Asked, tmp_path: Path) -> None:
    with open_box(TIGHT, tier=engine) as box:
        with pytest.raises(BoxStopped, match=r"^time limit"):
            box.run_cell("while True: pass")
        client = box._started.process.pid
    name = next(option for option in asked()[0] if option.startswith("--name=")).removeprefix("--name=")
    assert ["kill", name] in asked()
    assert not os.path.exists(f"/proc/{client}")


def test_its_end_is_told_with_its_status(engine: str) -> None:
    with open_box(TIGHT, tier=engine) as box, pytest.raises(BoxStopped, match="exit status 3"):
        box.run_cell("import os\nos._exit(3)")


def test_the_first_process_is_out_of_reach(engine: str) -> None:
    with open_box(TIGHT, tier=engine) as box:
        box.run_cell("import os\nfirst = os.getppid()")
        error = box.run_cell("open(f'/proc/{first}/mem', 'r+b')").error
        assert error is not None and error.kind == "PermissionError"
        status = box.run_cell("print(open('/proc/self/status').read())").stdout
        assert "Seccomp:\t2" in status and "NoNewPrivs:\t1" in status and "CapEff:\t" + "0" * 16 in status


def test_no_image(engine: str, tmp_path: Path) -> None:
    (tmp_path / "image.json").write_text("null", encoding="utf-8")
    with pytest.raises(NoContainer, match=rf"image not known.*`{engine} build --tag refold-box .*image`"):
        open_box(tier=engine).__enter__()
    canaries.find_tier.cache_clear()
    assert not canaries.find_tier(engine).holds
    canaries.find_tier.cache_clear()


def test_an_engine_that_hangs_holds_nobody_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Docker 20.10 now and then did not notice that a container had ended, and answered nothing about it."""
    monkeypatch.setattr(container, "ENGINE", 0.2)
    hanging = tmp_path / "docker"
    hanging.write_text("#!/bin/sh\nexec sleep 60\n", encoding="utf-8")
    hanging.chmod(0o755)
    for end in (container.Container.wait, container.Container.kill):
        client = subprocess.Popen([hanging])
        end(container.Container(str(hanging), "refold-0", client))
        assert client.wait() == -signal.SIGKILL


@pytest.mark.parametrize(
    ("does", "said"),
    [
        ("exec sleep 60", "it was not ready in 1 s"),
        ("echo WARNING: no swap >&2; exec sleep 60", "it was not ready in 1 s; WARNING: no swap"),
        ("exit 1", "it ended without a word"),
    ],
)
def test_an_engine_too_slow_to_start_is_said_to_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, does: str, said: str
) -> None:
    """As where a storage driver copies the whole image for each container."""
    monkeypatch.setattr(container, "START", 1.0)
    slow = tmp_path / "docker"
    slow.write_text(f'#!/bin/sh\n[ "$1" = run ] || exit\n{does}\n', encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    with pytest.raises(NoContainer, match=rf"starts no container \({said}\)"):
        open_box(tier="docker").__enter__()


def test_no_engine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoContainer, match="podman is not installed"):
        open_box(tier="podman").__enter__()


def test_the_image_holds_nothing_of_ours() -> None:
    recipe = (container.RECIPE / "Dockerfile").read_text(encoding="utf-8")
    steps = "\n".join(line for line in recipe.splitlines() if not line.startswith("#"))
    assert "refold" not in steps and "COPY" not in steps and "ADD" not in steps
    assert all(name in steps for name in ("numpy", "array-api-compat", "ipython", "pyseccomp", "libseccomp2"))


@pytest.mark.long
@pytest.mark.parametrize("tier", ENGINES)
def test_with_a_real_engine_the_canaries_find_no_way(tier: str) -> None:
    assert canaries.breaches(need(tier)) == []
