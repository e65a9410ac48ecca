"""Linux system calls that Python does not offer, by way of ctypes. Imported by the fork server."""

from __future__ import annotations

import ctypes
import os
from functools import cache

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38
PR_CAPBSET_DROP = 24

# Where the two supported machines number a call differently; the same calls in the same order.
_NUMBERS = """
accept 43 202|acct 163 89|add_key 248 217|adjtimex 159 171|bind 49 200|bpf 321 280|capset 126 91
chmod 90 -|chown 92 -|chroot 161 51|clock_adjtime 305 266|clock_settime 227 112|clone 56 220
clone3 435 435|connect 42 203|delete_module 176 106|fchmod 91 52|fchmodat 268 53|fchmodat2 452 452
fchown 93 55|fchownat 260 54|finit_module 313 273|fremovexattr 199 16|fsconfig 431 431
fsetxattr 190 7|fsmount 432 432|fsopen 430 430|fspick 433 433|futimesat 261 -|init_module 175 105
io_uring_enter 426 426|io_uring_register 427 427|io_uring_setup 425 425|ioperm 173 -|iopl 172 -
ioprio_set 251 30|kcmp 312 272|kexec_file_load 320 294|kexec_load 246 104|keyctl 250 219
kill 62 129|pidfd_send_signal 424 424|rt_sigqueueinfo 129 138|rt_tgsigqueueinfo 297 240
tgkill 234 131|tkill 200 130
landlock_add_rule 445 445|landlock_create_ruleset 444 444|landlock_restrict_self 446 446
lchown 94 -|listen 50 201|lookup_dcookie 212 18|lremovexattr 198 15|lsetxattr 189 6
migrate_pages 256 238|modify_ldt 154 -|mount 165 40|mount_setattr 442 442|move_mount 429 429
move_pages 279 239|mq_open 240 180|msgget 68 186|name_to_handle_at 303 264|open 2 -|openat 257 56
openat2 437 437|open_by_handle_at 304 265|open_tree 428 428|open_tree_attr 467 467
perf_event_open 298 241|personality 135 92|pidfd_getfd 438 438|pivot_root 155 41|prlimit64 302 261
process_madvise 440 440|process_mrelease 448 448|process_vm_readv 310 270|process_vm_writev 311 271
ptrace 101 117|quotactl 179 60|quotactl_fd 443 443|reboot 169 142|removexattr 197 14
removexattrat 466 466|request_key 249 218|sched_setattr 314 274|sched_setparam 142 118
sched_setscheduler 144 119|seccomp 317 277|semget 64 190|setdomainname 171 162|sethostname 170 161
setns 308 268|setpriority 141 140|settimeofday 164 170|setxattr 188 5|setxattrat 463 463
shmget 29 194|socket 41 198|socketpair 53 199|swapoff 168 225|swapon 167 224|syslog 103 116
truncate 76 45|umount2 166 39|unshare 272 97|userfaultfd 323 282|utime 132 -|utimensat 280 88
utimes 235 -|vhangup 153 58
"""


@cache
def numbers(machine: str) -> dict[str, int]:
    """Call name to number on `machine` ("x86_64" or "aarch64"); calls that it lacks are left out.

    Raises:
        KeyError: another machine.
    """
    column = {"x86_64": 1, "aarch64": 2}[machine]
    rows = [entry.split() for entry in _NUMBERS.replace("\n", "|").split("|") if entry.strip()]
    return {row[0]: int(row[column]) for row in rows if row[column] != "-"}


@cache
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def call(name: str, *arguments: int | bytes | ctypes.Array[ctypes.c_char] | None) -> int:
    """Makes the system call `name`; structures are given as bytes.

    Raises:
        OSError: the kernel refused it.
    """
    number = numbers(os.uname().machine)[name]
    return _checked(
        name, _libc().syscall(ctypes.c_long(number), *(_argument(value) for value in arguments))
    )


def prctl(option: int, *arguments: int) -> int:
    """Makes prctl(2).

    Raises:
        OSError: the kernel refused it.
    """
    padded = (*arguments, 0, 0, 0, 0)[:4]
    return _checked("prctl", _libc().prctl(option, *(ctypes.c_ulong(value) for value in padded)))


def _argument(value: int | bytes | ctypes.Array[ctypes.c_char] | None) -> object:
    if isinstance(value, int):
        return ctypes.c_long(value)
    return ctypes.c_char_p(value) if isinstance(value, bytes) else value


def _checked(name: str, result: int) -> int:
    if result == -1:
        code = ctypes.get_errno()
        raise OSError(code, f"{name}: {os.strerror(code)}")
    return int(result)
