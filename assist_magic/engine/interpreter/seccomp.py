"""seccomp: which system calls this process may make from now on, in two filters.

`restrict` comes before the kernel starts and leaves it what it needs to open its sockets; `seal`
comes after and takes sockets away from all threads, so that code reaches no socket by its path.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from assist_magic.engine.interpreter import syscalls

# Names of system calls, each where the machine has it.
_DENIED = """
acct add_key adjtimex bpf chroot clock_adjtime clock_settime delete_module finit_module fsconfig
fsmount fsopen fspick init_module io_uring_enter io_uring_register io_uring_setup ioperm iopl
ioprio_set kcmp kexec_file_load kexec_load keyctl lookup_dcookie migrate_pages modify_ldt mount
mount_setattr move_mount move_pages mq_open msgget name_to_handle_at open_by_handle_at open_tree
open_tree_attr perf_event_open personality pidfd_getfd pivot_root process_madvise process_mrelease
process_vm_readv process_vm_writev ptrace quotactl quotactl_fd reboot request_key semget
setdomainname sethostname setns setpriority settimeofday shmget swapoff swapon syslog umount2
unshare userfaultfd vhangup
"""
_DENIED_LATE = "bind connect listen socket"
# libzmq sets the scheduling of its threads and ends the process when that fails: it seems to work.
_SCHEDULING = "sched_setattr sched_setparam sched_setscheduler"
# Landlock does not cover these. They too seem to work, because shutil.copy insists on chmod.
_METADATA = "chmod fchmod fchmodat fchmodat2 futimesat utime utimensat utimes"
_OWNERSHIP = "chown fchown fchownat lchown"
_XATTR = """
fremovexattr fsetxattr lremovexattr lsetxattr removexattr removexattrat setxattr setxattrat
"""

_OTHER_SIGNALS = "pidfd_send_signal rt_sigqueueinfo rt_tgsigqueueinfo tkill"

_AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32_BIT = 0x40000000
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_LOAD, _AND, _JEQ, _JGE, _RET = 0x20, 0x54, 0x15, 0x35, 0x06
_MODE_FILTER, _TSYNC = 1, 1
_NAMESPACE_FLAGS = 0x7E020000  # CLONE_NEW*: mnt, cgroup, uts, ipc, user, pid, net
_LOW_WORD = 0xFFFFFFFF

_Instruction = tuple[int, int, int, int]


def restrict(*, metadata: bool, truncation: bool, signals: bool) -> None:
    """Applies the first filter to this thread and what it begins. no_new_privs must be set.

    Args:
        metadata: also keeps code from changing modes, owners and times of files, where no
            read-only mounts do it.
        truncation: also keeps code from cutting files that it may only read, where Landlock is
            too old to do it (before Linux 6.2).
        signals: also keeps code from signalling any other process, its children included, where
            Landlock is too old to tell them apart (before Linux 6.12).

    Raises:
        OSError: the kernel refused.
    """
    rules = _deny(_DENIED, errno.EPERM) + _deny("clone3", errno.ENOSYS)
    rules += _deny(_SCHEDULING, 0)
    rules += _unless("clone", 0, _NAMESPACE_FLAGS, 0)
    rules += _unless("socket", 0, _LOW_WORD, 1)  # AF_UNIX only
    # A pair of datagram sockets could send to any socket's path.
    rules += _unless("socketpair", 0, _LOW_WORD, 1) + _unless("socketpair", 1, 0xF, 1)
    rules += _unless("prlimit64", 0, _LOW_WORD, 0)  # one's own limits only
    if metadata:
        rules += _deny(_METADATA, 0) + _deny(_OWNERSHIP, errno.EPERM)
        rules += _deny(_XATTR, errno.ENOTSUP)
    if truncation:
        rules += _deny("truncate", errno.EPERM) + _deny("openat2", errno.ENOSYS)
        cut = os.O_TRUNC | os.O_ACCMODE
        rules += _when("openat", 2, cut, os.O_TRUNC) + _when("open", 1, cut, os.O_TRUNC)
    if signals:
        rules += _deny(_OTHER_SIGNALS, errno.EPERM)
        own = os.getpid()
        for name in ("kill", "tgkill"):
            rules += _unless(name, 0, _LOW_WORD, own, 0, -own & _LOW_WORD)
    _install(rules, 0)


def seal() -> None:
    """Applies the second filter to all threads of this process: no new socket, no connection.

    Raises:
        OSError: the kernel refused.
    """
    _install(_deny(_DENIED_LATE, errno.EPERM), _TSYNC)


def _deny(names: str, code: int) -> list[_Instruction]:
    known = syscalls.numbers(platform.machine())
    return [
        instruction
        for name in names.split()
        if name in known
        for instruction in ((_JEQ, 0, 1, known[name]), (_RET, 0, 0, _ERRNO | code))
    ]


def _unless(name: str, argument: int, mask: int, *values: int) -> list[_Instruction]:
    """Refuses `name` unless the masked argument is one of `values`."""
    skips = [(_JEQ, len(values) - place, 0, value) for place, value in enumerate(values)]
    return _on_argument(name, argument, mask, skips)


def _when(name: str, argument: int, mask: int, value: int) -> list[_Instruction]:
    """Refuses `name` when the masked argument is `value`."""
    return _on_argument(name, argument, mask, [(_JEQ, 0, 1, value)])


def _on_argument(
    name: str, argument: int, mask: int, tests: list[_Instruction]
) -> list[_Instruction]:
    """Runs `tests` on an argument; they jump over the refusal that follows, or fall into it."""
    number = syscalls.numbers(platform.machine()).get(name)
    if number is None:
        return []
    body = [
        (_LOAD, 0, 0, 16 + 8 * argument),
        (_AND, 0, 0, mask),
        *tests,
        (_RET, 0, 0, _ERRNO | errno.EPERM),
        (_LOAD, 0, 0, 0),  # the next rules go on with the number
    ]
    return [(_JEQ, 0, len(body), number), *body]


def _install(rules: list[_Instruction], flags: int) -> None:
    machine = platform.machine()
    program = [
        (_LOAD, 0, 0, 4),
        (_JEQ, 1, 0, _AUDIT_ARCH[machine]),
        (_RET, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
        *([(_JGE, 0, 1, _X32_BIT), (_RET, 0, 0, _KILL)] if machine == "x86_64" else []),
        *rules,
        (_RET, 0, 0, _ALLOW),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    header = struct.pack("@HP", len(program), ctypes.addressof(code))
    if syscalls.call("seccomp", _MODE_FILTER, flags, header):
        raise OSError(errno.EINVAL, "seccomp: a thread could not be brought under the filter")
