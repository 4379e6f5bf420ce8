"""A stand-in for `docker` and `podman`: it notes what it is asked, and runs the "container" in bubblewrap.

Its image is this machine's own system and Python. It is copied to where an engine's program would be.
"""

import json
import os
import signal
import sys
from pathlib import Path

HERE = Path(__file__).parent
ASKED = HERE / "asked.jsonl"


def main(asked: list[str]) -> None:
    with ASKED.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asked) + "\n")
    if asked[0] == "run":
        run(asked)
    elif asked[0] == "inspect":
        print("0")  # as of a container on another machine
    elif asked[0] == "kill":
        os.kill(int((HERE / asked[1]).read_text(encoding="utf-8")), signal.SIGKILL)


def run(asked: list[str]) -> None:
    given = json.loads((HERE / "image.json").read_text(encoding="utf-8"))
    if not given:
        sys.exit("Error: refold-box: image not known")
    name = next(option.removeprefix("--name=") for option in asked if option.startswith("--name="))
    (HERE / name).write_text(str(os.getpid()), encoding="utf-8")
    command = [given["bwrap"], "--unshare-pid", "--unshare-net", "--die-with-parent", "--tmpfs", "/"]
    command += ["--tmpfs", "/tmp"]  # before what is shown below it, as the Python of a checkout there
    for path in ("/usr", "/bin", "/sbin", "/lib", "/lib64", "/etc/ld.so.cache", *given["python"]):
        command += ["--ro-bind-try", path, path]
    for option in asked:
        if option.startswith("--volume="):
            command += ["--ro-bind", *option.removeprefix("--volume=").split(":")[:2]]
    command += ["--proc", "/proc", "--dev", "/dev", "--remount-ro", "/"]
    inside = asked[asked.index("refold-box") + 1 :]
    os.execv(command[0], [*command, "--", sys.executable, *inside[1:]])


if __name__ == "__main__":
    main(sys.argv[1:])
