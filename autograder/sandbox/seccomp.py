"""The filter of system calls: what no exercise needs, and what would widen the attack surface, is refused."""

from __future__ import annotations

import errno
import tempfile
from functools import cache

DENIED = (
    # mounts, namespaces, and files by handle: ways around the walls
    *("chroot", "fsconfig", "fsmount", "fsopen", "fspick", "mount", "mount_setattr", "move_mount"),
    *("name_to_handle_at", "open_by_handle_at", "open_tree", "open_tree_attr", "pivot_root", "setns"),
    *("umount2", "unshare"),
    # other processes' memory
    *("kcmp", "pidfd_getfd", "process_vm_readv", "process_vm_writev", "ptrace"),
    # memory that belongs to no process, which escapes the count of the processes' memory
    *("memfd_create", "memfd_secret", "mq_open", "msgget", "semget", "shmget", "vmsplice"),
    *("landlock_add_rule", "landlock_create_ruleset", "landlock_restrict_self"),
    # what all processes of a user share, down to the instructor's: watches of files
    *("epoll_create", "epoll_create1", "inotify_add_watch", "inotify_init", "inotify_init1"),
    # connections that nobody accepts, full of data, are in no process's list of files
    "listen",
    # the kernel's rarely used, often broken parts
    *("add_key", "bpf", "fanotify_init", "fanotify_mark", "io_cancel", "io_destroy", "io_getevents"),
    *("io_setup", "io_submit", "io_uring_enter", "io_uring_register", "io_uring_setup", "keyctl"),
    *("lookup_dcookie", "modify_ldt", "perf_event_open", "personality", "request_key", "seccomp"),
    "userfaultfd",
    # the administrator's
    *("acct", "adjtimex", "clock_adjtime", "clock_settime", "delete_module", "finit_module", "init_module"),
    *("ioperm", "iopl", "kexec_file_load", "kexec_load", "quotactl", "reboot", "settimeofday", "swapoff"),
    *("swapon", "syslog", "vhangup"),
)
# Of lists of who may use a file no limit counts the memory: as on a disk that knows no such thing.
_ATTRIBUTES = ("fsetxattr", "lsetxattr", "setxattr", "setxattrat")
_NEWER = {"open_tree_attr": 467, "setxattrat": 463}  # the same everywhere; older libraries do not know them
_DENIED_IN_PART = (  # a call, with these numbers among its arguments
    # F_SETLEASE, F_NOTIFY: of files that others use
    *(("fcntl", {1: command}) for command in (0x400, 0x402)),
    # TIOCSTI, TIOCLINUX: typing into the terminal of whoever grades
    *(("ioctl", {1: request}) for request in (0x5412, 0x541C)),
    # SO_ATTACH_FILTER, SO_ATTACH_REUSEPORT_CBPF and PR_SET_SECCOMP: of filters the machine has a limit in all
    *(("setsockopt", {1: 1, 2: option}) for option in (26, 51)),
    ("prctl", {0: 22}),
)
_PRETENDED = (  # said to be done: that it is not harms nobody
    ("sched_setaffinity", {}),  # a worker and its boxes keep to the processors that they were given
    # The whole machine would have to wait for its disks, also for those of a file that can only be read.
    *((name, {}) for name in ("sync", "syncfs", "fsync", "fdatasync")),
    # F_SETLK, F_SETLKW, F_OFD_SETLK, F_OFD_SETLKW: with a lock on each byte of its files a program could fill
    # the kernel's memory
    *(("fcntl", {1: command}) for command in (6, 7, 37, 38)),
    ("flock", {}),
)
_CLONE_NEW = (0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000)
_THREAD, _SHARED_FILES = 0x10000, 0x400  # clone
# Sockets: local, and netlink for routes (0), of which glibc asks which addresses there are. There is no
# network, but a connection of a box with itself could hold ten megabytes of the kernel's memory.
_FAMILIES = (1, 16)
_DATAGRAMS = (0xE, 2)  # SOCK_DGRAM, and SOCK_RAW, which is the same there
_HUGE_PAGES = 0x40000  # mmap MAP_HUGETLB: they are not counted as a process's memory


class NoFilter(Exception):
    """The filter cannot be made here; the text says what to install."""


@cache
def program() -> bytes:
    """The filter as BPF, for bubblewrap's --seccomp.

    Raises:
        NoFilter: pyseccomp or the library that it loads is missing.
    """
    try:
        import pyseccomp
    except (ImportError, RuntimeError, OSError) as error:
        raise NoFilter(
            f"no system-call filter ({error}). Install libseccomp: `apt install libseccomp2`, "
            "`dnf install libseccomp` or `conda install libseccomp`, and `pip install pyseccomp`."
        ) from None
    rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    # The calls of other processors, such as the 32 bit ones: the end, or they would be ways around all this.
    rules.set_attr(pyseccomp.Attr.ACT_BADARCH, pyseccomp.KILL_PROCESS)
    forbidden = pyseccomp.ERRNO(errno.EPERM)
    unsupported = pyseccomp.ERRNO(errno.ENOTSUP)
    for action, names in ((forbidden, DENIED), (unsupported, _ATTRIBUTES)):
        for name in names:
            number = pyseccomp.resolve_syscall(pyseccomp.system_arch(), name)
            if (number := _NEWER.get(name, number)) >= 0:
                rules.add_rule(action, number)
    rules.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")  # its flags are out of sight
    for flag in _CLONE_NEW:
        rules.add_rule(forbidden, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    # A thread with open files of its own: the watchdog looks at those of one thread.
    rules.add_rule(
        forbidden, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _THREAD | _SHARED_FILES, _THREAD)
    )
    for action, calls in ((forbidden, _DENIED_IN_PART), (pyseccomp.ERRNO(0), _PRETENDED)):
        for name, numbers in calls:  # the kernel looks at 32 bits of them, and so must this
            arguments = (pyseccomp.Arg(at, pyseccomp.MASKED_EQ, 0xFFFFFFFF, n) for at, n in numbers.items())
            rules.add_rule(action, name, *arguments)
    rules.add_rule(forbidden, "mmap", pyseccomp.Arg(3, pyseccomp.MASKED_EQ, _HUGE_PAGES, _HUGE_PAGES))
    unknown = pyseccomp.ERRNO(errno.EAFNOSUPPORT)
    for family in set(range(46)) - set(_FAMILIES):
        rules.add_rule(unknown, "socket", pyseccomp.Arg(0, pyseccomp.EQ, family))
    rules.add_rule(unknown, "socket", pyseccomp.Arg(0, pyseccomp.GE, 46))
    rules.add_rule(unknown, "socket", pyseccomp.Arg(0, pyseccomp.EQ, 16), pyseccomp.Arg(2, pyseccomp.NE, 0))
    # Of datagrams a local socket holds ten, each as large as all that another kind may hold.
    for name in ("socket", "socketpair"):
        datagrams = pyseccomp.Arg(1, pyseccomp.MASKED_EQ, *_DATAGRAMS)
        rules.add_rule(unknown, name, pyseccomp.Arg(0, pyseccomp.EQ, 1), datagrams)
    with tempfile.TemporaryFile() as file:
        rules.export_bpf(file)
        file.seek(0)
        return file.read()
