"""What code tries to reach outside of its sandbox: every way is closed, on both Linux rungs.

The same probes run without a sandbox too, where they must succeed: else they would prove nothing.
"""

from __future__ import annotations

import os
import signal
import socket
import sysconfig
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from assist_magic.engine.interpreter import landlock
from tests.engine.interpreter.bench import Bench, bench

pytestmark = pytest.mark.skipif(landlock.abi() == 0, reason="needs Linux with Landlock")

KEY = "sk-probe-4711"


@dataclass(frozen=True)
class Prey:
    """What lies outside: all of it is real and belongs to the test."""

    folder: Path
    tcp: int
    udp: int

    def fill(self, code: str) -> str:
        values = {
            "SECRET": self.folder / "secret.txt",
            "TARGET": self.folder / "target.txt",
            "LISTENER": self.folder / "socket",
            "DATAGRAMS": self.folder / "datagrams",
            "TCP": self.tcp,
            "UDP": self.udp,
            "ENGINE": os.getpid(),
            "FOLDER": self.folder,
            "SITE": sysconfig.get_paths()["purelib"],
            "HOME_FOLDER": Path.home(),
        }
        for name, value in values.items():
            code = code.replace(f"<{name}>", str(value))
        return code


@pytest.fixture(scope="module")
def prey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prey]:
    folder = tmp_path_factory.mktemp("p")
    (folder / "secret.txt").write_text(KEY)
    (folder / "target.txt").write_text("untouched")
    with (
        socket.create_server(("127.0.0.1", 0)) as tcp,
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        socket.socket(socket.AF_UNIX) as listener,
        socket.socket(socket.AF_UNIX) as abstract,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as datagrams,
    ):
        udp.bind(("127.0.0.1", 0))
        listener.bind(str(folder / "socket"))
        listener.listen()
        abstract.bind("\0assist-magic-probe")
        abstract.listen()
        datagrams.bind(str(folder / "datagrams"))
        yield Prey(folder, tcp.getsockname()[1], udp.getsockname()[1])


@pytest.fixture(scope="module", params=["namespaces", "landlock"])
def caged(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("r"), request.param) as made:
        yield made


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with bench(tmp_path_factory.mktemp("r"), "none") as made:
        yield made


@pytest.fixture(scope="module", autouse=True)
def key_of_the_engine() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ASSIST_PROBE_KEY", KEY)
        yield


PROBES = {
    "read a file": "print('ESC' 'APED', open('<SECRET>').read())",
    "list home": "import os; os.listdir('<HOME_FOLDER>'); print('ESC' 'APED')",
    "read /etc/passwd": "open('/etc/passwd').read(); print('ESC' 'APED')",
    "environment of others": """
import glob
for path in glob.glob('/proc/[0-9]*/environ'):
    try:
        if 'sk-probe-' + '4711' in open(path).read(): print('ESC' 'APED')
    except OSError: pass
open('/proc/<ENGINE>/environ').read(); print('ESC' 'APED')
""",
    "command line of the engine": "open('/proc/<ENGINE>/cmdline').read(); print('ESC' 'APED')",
    "tcp": """
import socket; socket.create_connection(('127.0.0.1', <TCP>), 2); print('ESC' 'APED')
""",
    "udp": """
import socket
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', <UDP>))
print('ESC' 'APED')
""",
    "unix socket": """
import socket; socket.socket(socket.AF_UNIX).connect('<LISTENER>'); print('ESC' 'APED')
""",
    "abstract socket": """
import socket; socket.socket(socket.AF_UNIX).connect('\\0assist-magic-probe'); print('ESC' 'APED')
""",
    "datagram from a pair": """
import socket
pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
pair[0].sendto(b'x', '<DATAGRAMS>'); print('ESC' 'APED')
""",
    "overwrite": "open('<TARGET>', 'a').close(); print('ESC' 'APED')",
    "truncate": "import os; os.truncate('<TARGET>', 9); print('ESC' 'APED')",
    "write beside": "open('<FOLDER>/new.txt', 'w').close(); print('ESC' 'APED')",
    "write home": """
import os
os.open('<HOME_FOLDER>', os.O_TMPFILE | os.O_RDWR, 0o600); print('ESC' 'APED')
""",
    "write site-packages": """
import os
os.open('<SITE>', os.O_TMPFILE | os.O_RDWR, 0o600); print('ESC' 'APED')
""",
    "symbolic link": "import os; os.symlink('<SECRET>', 'link'); print('ESC' 'APED')",
    "hard link": "import os; os.link('<SECRET>', 'hard'); print('ESC' 'APED')",
    "signal": "import os; os.kill(<ENGINE>, 0); print('ESC' 'APED')",
    "subprocess": """
import subprocess
print('ESC' 'APED' if 'sk-probe' in subprocess.getoutput('cat <SECRET>') else 'BLOCKED')
""",
}


@pytest.mark.parametrize("name", PROBES)
def test_no_probe_gets_out(caged: Bench, prey: Prey, name: str) -> None:
    ran = caged.run(prey.fill(PROBES[name]))
    assert "ESCAPED" not in ran.text
    assert ran.outcome.status in ("ok", "error")
    if ran.outcome.status == "ok":
        assert "BLOCKED" in ran.text


@pytest.mark.parametrize("name", PROBES)
def test_without_a_sandbox_each_probe_gets_out(free: Bench, prey: Prey, name: str) -> None:
    assert "ESCAPED" in free.run(prey.fill(PROBES[name])).text


def test_key_of_the_engine_is_nowhere_to_be_read(caged: Bench) -> None:
    code = (
        "import os, ctypes\n"
        "found = dict(os.environ), open('/proc/self/environ').read()\n"
        "print('ASSIST_PROBE_KEY' in str(found), 'LANG' in found[0])"
    )
    assert caged.run(code).text == "False True\n"


def test_mode_of_a_file_outside_stays(caged: Bench, prey: Prey) -> None:
    target = prey.folder / "target.txt"
    os.chmod(target, 0o640)
    code = "import os\ntry: os.chmod('<TARGET>', 0o777)\nexcept OSError: pass"
    assert caged.run(prey.fill(code)).outcome.status == "ok"
    caged.run(prey.fill("import os\ntry: os.utime('<TARGET>', (1, 1))\nexcept OSError: pass"))
    assert target.stat().st_mode & 0o777 == 0o640
    assert target.stat().st_mtime > 1


def test_shutil_copy_works_though_modes_are_guarded(caged: Bench) -> None:
    code = (
        "import shutil\nopen('a.txt', 'w').write('a')\n"
        "shutil.copy2('a.txt', 'b.txt'); print(open('/mnt/data/b.txt').read())"
    )
    assert caged.run(code).text.endswith("a\n")


CALLS = {
    "ptrace": "libc.ptrace(16, <ENGINE>, 0, 0)",
    "mount": "libc.mount(b'none', b'/mnt/data', b'tmpfs', 0, None)",
    "unshare": "libc.unshare(0x10000000)",
    "setns": "libc.setns(3, 0)",
    "clone with a namespace": "libc.syscall(CLONE, 0x10000000 | 17, 0, 0, 0, 0)",
    "limits of another process": "libc.prlimit(<ENGINE>, 1, None, ctypes.create_string_buffer(16))",
    "bpf": "libc.syscall(BPF, 0, None, 0)",
    "capability to mount": "libc.umount2(b'/', 2)",
}


@pytest.mark.parametrize("name", CALLS)
def test_system_call_is_denied(caged: Bench, prey: Prey, name: str) -> None:
    code = (
        "import ctypes, errno, platform\n"
        "CLONE, BPF = (56, 321) if platform.machine() == 'x86_64' else (220, 280)\n"
        "libc = ctypes.CDLL(None, use_errno=True)\n"
        f"result = {CALLS[name]}\n"
        "print(result, errno.errorcode[ctypes.get_errno()])"
    )
    assert caged.run(prey.fill(code)).text == "-1 EPERM\n"


def test_fork_bomb_stops_early_and_leaves_nothing(caged: Bench) -> None:
    code = """
import os, time
count = 0
try:
    for _ in range(600):
        if os.fork() == 0:
            os.setsid(); time.sleep(60); os._exit(0)
        count += 1
finally:
    print(count)
"""
    before = _children()
    ran = caged.run(code, "thread_bomb")
    assert ran.outcome.status == "error"
    count = int(ran.text.split()[0])
    assert 0 < count < 64
    assert "BlockingIOError" in ran.text
    assert _children() > count
    caged.do(caged.runtime.release("thread_bomb"))
    ends = time.monotonic() + 20
    while _children() > before + 2:  # a kernel for the thread and an idle one may have come
        assert time.monotonic() < ends
        caged.wait(0.1)


def test_detached_grandchild_ends_with_its_kernel(caged: Bench) -> None:
    code = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.setsid(); open('pid', 'w').write(str(os.getpid())); time.sleep(60)
    os._exit(0)
time.sleep(0.2)
os._exit(3)
"""
    session = caged.session("thread_detached")
    assert caged.run(code, "thread_detached").outcome.status == "died"
    caged.wait(0.2)
    pid = int((session.folder / "pid").read_text())
    assert not Path(f"/proc/{pid}").exists()


def test_link_is_not_followed_by_the_engine(caged: Bench, prey: Prey, tmp_path: Path) -> None:
    session = caged.session("thread_links")
    (session.folder / "exfil").symlink_to(prey.folder / "secret.txt")
    (session.folder / "folder").symlink_to(prey.folder)
    assert not session.written()
    for name in ("exfil", "folder/secret.txt", "../thread_links/exfil", "/etc/passwd", ".", ""):
        with pytest.raises(FileNotFoundError):
            session.fetch(name, tmp_path / "got")
    assert not (tmp_path / "got").exists()


def test_named_file_of_a_thread_is_closed_to_another(caged: Bench) -> None:
    first = caged.session("thread_one")
    (first.folder / "mine.txt").write_text("mine")
    code = f"print(open({str(first.folder / 'mine.txt')!r}).read())"
    assert caged.run(code, "thread_two").outcome.status == "error"


def test_signal_from_code_does_not_end_its_neighbour(caged: Bench) -> None:
    caged.run("x = 1", "thread_neighbour")
    pid = caged.session("thread_neighbour")._kernel.process.pid  # type: ignore[union-attr]
    caged.run(f"import os; os.kill({pid}, {int(signal.SIGKILL)})")
    assert caged.run("print(x)", "thread_neighbour").text == "1\n"


def _children() -> int:
    return len(psutil.Process().children(recursive=True))
