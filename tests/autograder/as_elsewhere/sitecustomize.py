"""Python loads this first where it is on the path: our packages, and no others, then see another system.

With ELSEWHERE=darwin, what only Linux has is not there: calls, and the files below /proc. With win32, neither
is what only POSIX has.
"""

import builtins
import importlib
import os
import sys
from types import ModuleType
from typing import Any

LINUX = {
    "os": {
        "eventfd",
        "memfd_create",
        "pidfd_open",
        "sched_getaffinity",
        "sched_setaffinity",
        "setns",
        "unshare",
    },
    "signal": {"pidfd_send_signal"},
    "socket": {"AF_NETLINK", "SO_PEERCRED"},
}
POSIX = {
    "os": {
        *("O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "WNOHANG", "chown", "chroot", "fchdir"),
        *("fchmod", "fork", "getegid", "geteuid", "getgid", "getuid", "killpg", "mkfifo", "nice"),
        *("register_at_fork", "setgid", "setpgid", "setsid", "setuid", "statvfs", "sysconf", "uname"),
    },
    "signal": {"SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGUSR1", "alarm", "pthread_sigmask", "setitimer"},
    "socket": {"AF_UNIX", "SCM_RIGHTS", "recv_fds", "send_fds"},
}
POSIX_MODULES = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
OF_LINUX = ("/proc", "/sys", "/dev/shm")
ELSEWHERE = os.environ.get("ELSEWHERE", "")


class Elsewhere(ModuleType):
    """A module without what the other system lacks."""

    def __init__(self, module: ModuleType) -> None:
        super().__init__(module.__name__)
        self.__dict__["module"] = module

    def __getattr__(self, name: str) -> Any:
        module = self.__dict__["module"].__name__
        found = getattr(self.__dict__["module"], name)
        if name in LINUX.get(module, ()) or (ELSEWHERE == "win32" and name in POSIX.get(module, ())):
            raise AttributeError(f"{module}.{name} is not there on {ELSEWHERE}")
        if ELSEWHERE == "win32" and name in ("supports_dir_fd", "supports_fd", "supports_follow_symlinks"):
            return set()
        if (module, name) in (("os", "listdir"), ("os", "scandir"), ("os", "open"), ("os", "readlink")):
            return without_linux(found)
        return ELSEWHERE if (module, name) == ("sys", "platform") else found


def without_linux(function: Any) -> Any:
    def call(path: Any = ".", *args: Any, **options: Any) -> Any:
        if isinstance(path, str | os.PathLike) and os.fspath(path).startswith(OF_LINUX):
            raise FileNotFoundError(2, "No such file or directory", os.fspath(path))
        return function(path, *args, **options)

    return call


def settle() -> None:
    """Put it between our packages and what they import."""
    real_import, real_open = builtins.__import__, builtins.open
    windows = ModuleType("msvcrt")
    windows.__dict__.update(LK_NBLCK=2, locking=lambda *_: None)
    modules: dict[str, ModuleType] = {"msvcrt": windows}
    modules |= {name: Elsewhere(importlib.import_module(name)) for name in ("os", "signal", "socket", "sys")}

    def ours(names: dict[str, Any] | None) -> bool:
        return str((names or {}).get("__name__")).startswith(("autograder", "refold"))

    def import_(
        name: str, globals: Any = None, locals: Any = None, fromlist: Any = (), level: int = 0
    ) -> Any:
        if level == 0 and ours(globals):
            if ELSEWHERE == "win32" and name in POSIX_MODULES:
                raise ModuleNotFoundError(f"No module named {name!r} on {ELSEWHERE}", name=name)
            if name in modules:
                return modules[name]
        return real_import(name, globals, locals, fromlist, level)

    def open_(path: Any, *args: Any, **options: Any) -> Any:
        asks = sys._getframe(1).f_globals
        return (without_linux(real_open) if ours(asks) else real_open)(path, *args, **options)

    builtins.__import__, builtins.open = import_, open_  # type: ignore[assignment]


if ELSEWHERE:
    settle()
