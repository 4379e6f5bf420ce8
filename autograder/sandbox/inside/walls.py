"""The walls of a forked box, put up by its own first process: what bubblewrap does, after a fork.

Only for Linux, and only for a process that has all capabilities of a user namespace of its own.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Mapping, Sequence
from functools import cache

_NEWNS, _NEWUTS, _NEWIPC, _NEWPID, _NEWNET = 0x00020000, 0x04000000, 0x08000000, 0x20000000, 0x40000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _REMOUNT, _BIND, _MOVE, _REC, _PRIVATE = (
    *(1, 2, 4, 8, 32, 4096, 8192, 16384),
    1 << 18,
)
_PDEATHSIG, _CAPBSET_DROP, _NO_NEW_PRIVS, _AMBIENT, _SECCOMP = 1, 24, 38, 47, 22
_CAP_LAST = 63
_SIOCSIFFLAGS, _IFF_UP = 0x8914, 1
NEW = "/refold-box/new"  # a folder where the box's /tmp is made ready


def fork_ahead() -> int:
    """Fork, as os.fork: the child, and what is forked after it, is in a new process namespace."""
    _check(_libc().unshare(_NEWPID), "unshare")
    return os.fork()


def fork_first() -> int:
    """The same, but the next fork is in another one. Only for what `fork_ahead` has forked."""
    pid = fork_ahead()
    if pid:
        _check(_libc().setns(_own_processes(), _NEWPID), "setns")
    return pid


def new_namespaces() -> None:
    """Leave the zygote's, but for the user namespace, whose powers `drop_powers` gives up."""
    _check(_libc().unshare(_NEWNS | _NEWUTS | _NEWIPC | _NEWNET), "unshare")


def die_with_parent() -> None:
    """End when the process that forked this one does, however it ends."""
    _check(_libc().prctl(_PDEATHSIG, 9, 0, 0, 0), "prctl PDEATHSIG")


def close_all_but(*kept: int) -> list[int]:
    """Close every descriptor but these, which get the numbers from 3 on; 0, 1 and 2 lead nowhere."""
    high = [os.dup2(os.dup(descriptor), 200 + at) for at, descriptor in enumerate(kept)]
    os.closerange(0, 200)
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (1, 2):
        os.dup2(nothing, standard)
    low = [os.dup2(descriptor, 3 + at, inheritable=False) for at, descriptor in enumerate(high)]
    os.closerange(3 + len(kept), os.sysconf("SC_OPEN_MAX"))
    return low


def new_mounts(home: str, work: str, shown: Sequence[str], sizes: Mapping[str, int], inodes: int) -> None:
    """A /tmp with the box's home and what is `shown` below it, an empty /dev/shm, and a /proc of its own."""
    _mount("none", "/", None, _REC | _PRIVATE)
    options = {place: f"size={size},nr_inodes={inodes},mode=1777" for place, size in sizes.items()}
    _mount("tmpfs", NEW, "tmpfs", _NOSUID | _NODEV, options["/tmp"])
    for folder in (home, work):
        os.makedirs(NEW + folder.removeprefix("/tmp"), exist_ok=True)
    for path in shown:
        target = NEW + path.removeprefix("/tmp")
        os.makedirs(target if os.path.isdir(path) else os.path.dirname(target), exist_ok=True)
        if not os.path.isdir(path):
            os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o644))
        _mount(path, target, None, _BIND | _REC)  # with what is hidden in it
        _mount("none", target, None, _BIND | _REMOUNT | _RDONLY | _NOSUID | _NODEV)
    _mount(NEW, "/tmp", None, _MOVE)
    _mount("tmpfs", "/dev/shm", "tmpfs", _NOSUID | _NODEV, options["/dev/shm"])
    _mount("proc", "/proc", "proc", _NOSUID | _NODEV | _NOEXEC)


def read_only(*folders: str) -> None:
    """From now on nobody writes there, in the zygote and in what it forks."""
    _check(_libc().unshare(_NEWNS), "unshare")  # the mounts that bubblewrap made are not the zygote's own
    _mount("none", "/", None, _REC | _PRIVATE)
    for folder in folders:
        _mount("none", folder, None, _BIND | _REMOUNT | _RDONLY | _NOSUID | _NODEV)


def loopback_up() -> None:
    """A new network has nothing but a loopback interface, and that is down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", _IFF_UP))


def drop_powers(rules: bytes) -> None:
    """Give up all capabilities for good, and let the kernel refuse what the filter `rules` refuses."""
    libc = _libc()
    for capability in range(_CAP_LAST + 1):
        libc.prctl(_CAPBSET_DROP, capability, 0, 0, 0)  # those that this kernel does not know: refused
    _check(libc.prctl(_AMBIENT, 4, 0, 0, 0), "prctl AMBIENT")
    header, nothing = struct.pack("Ii", 0x20080522, 0), struct.pack("6I", *[0] * 6)
    _check(libc.capset(header, nothing), "capset")
    _check(libc.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0), "prctl NO_NEW_PRIVS")
    text = ctypes.create_string_buffer(rules, len(rules))
    program = struct.pack("HP", len(rules) // 8, ctypes.addressof(text))
    _check(libc.prctl(_SECCOMP, 2, program, 0, 0), "prctl SECCOMP")


def _mount(source: str, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    texts = [text if text is None else text.encode() for text in (source, target, kind)]
    result = _libc().mount(*texts, ctypes.c_ulong(flags), None if options is None else options.encode())
    _check(result, f"mount {target}")


def _check(result: int, what: str) -> None:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


@cache
def _own_processes() -> int:
    """This process's own process namespace, as a descriptor."""
    return os.open("/proc/self/ns/pid", os.O_RDONLY)


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
