"""The layers by themselves, as older kernels have them: each in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assist_magic.engine.interpreter import landlock, seccomp, syscalls

pytestmark = pytest.mark.skipif(landlock.abi() == 0, reason="needs Linux with Landlock")

BEGIN = """
import os, signal, sys
from assist_magic.engine.interpreter import landlock, seccomp, syscalls
syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
def tried(work):
    try: work()
    except OSError: return 'denied'
    return 'done'
"""


def _ask(code: str, *arguments: object) -> str:
    command = [sys.executable, "-c", BEGIN + code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.mark.parametrize("version", range(1, min(landlock.abi(), 7) + 1))
def test_each_version_of_landlock_closes_files(version: int, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").write_text("secret")
    code = """
landlock.abi = lambda: int(sys.argv[1])
landlock.restrict(read=['/usr'], write=[sys.argv[2] + '/in'], sockets=[])
os.chdir(sys.argv[2])
print(tried(lambda: open('in/a', 'w').close()), tried(lambda: open('out').close()),
      tried(lambda: open('out', 'w')), tried(lambda: os.symlink('out', 'in/l')),
      tried(lambda: os.mkfifo('in/f')))
"""
    assert _ask(code, version, tmp_path) == "done denied denied denied denied\n"


def test_signals_reach_no_other_process() -> None:
    code = """
seccomp.restrict(metadata=False, truncation=False, signals=True)
signal.signal(signal.SIGUSR1, lambda *_: print('heard'))
os.setpgid(0, 0)
print(tried(lambda: os.kill(os.getppid(), 0)), tried(lambda: os.kill(-1, 0)),
      tried(lambda: signal.pidfd_send_signal(os.pidfd_open(os.getppid()), 0)),
      tried(lambda: os.kill(os.getpid(), signal.SIGUSR1)),
      tried(lambda: os.killpg(os.getpgid(0), signal.SIGUSR1)))
"""
    assert _ask(code) == "heard\nheard\ndenied denied denied done done\n"


def test_read_only_files_are_not_cut(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("content")
    code = """
seccomp.restrict(metadata=True, truncation=True, signals=False)
path = sys.argv[1]
print(tried(lambda: os.open(path, os.O_RDONLY | os.O_TRUNC)), tried(lambda: os.truncate(path, 0)),
      tried(lambda: os.chown(path, 5, 5)), tried(lambda: os.chmod(path, 0)),
      tried(lambda: open(path).close()), tried(lambda: open(path + '2', 'w').close()),
      tried(lambda: open(path + '2', 'w').close()))
"""
    before = file.stat().st_mode
    assert _ask(code, file) == "denied denied denied done done done done\n"
    assert file.read_text() == "content"
    assert file.stat().st_mode == before


def test_sealed_process_opens_no_socket_and_keeps_its_threads() -> None:
    code = """
import threading, socket
seccomp.restrict(metadata=False, truncation=False, signals=False)
pair = socket.socketpair()
go, answers = threading.Event(), []
def other():
    go.wait()
    answers.append(tried(lambda: socket.socket(socket.AF_UNIX)))
thread = threading.Thread(target=other)
thread.start()
first = tried(lambda: socket.socket(socket.AF_UNIX)), tried(lambda: socket.socket())
seccomp.seal()
go.set(); thread.join()
pair[0].send(b'x')
print(*first, *answers, pair[1].recv(1))
"""
    assert _ask(code) == "done denied denied b'x'\n"


def test_fork_server_imports_nothing_of_the_engine() -> None:
    code = """
import assist_magic.engine.interpreter.zygote
heavy = {'openai', 'starlette', 'uvicorn', 'sqlalchemy', 'ipywidgets'} & set(sys.modules)
print(sorted(heavy), 'assist_magic.engine.interpreter.base' in sys.modules)
"""
    assert _ask(code) == "[] False\n"


def test_every_named_call_is_in_the_table() -> None:
    known = set(syscalls.numbers("x86_64")) | set(syscalls.numbers("aarch64"))
    names = " ".join(
        value for name, value in vars(seccomp).items() if name.isupper() and isinstance(value, str)
    )
    assert set(names.split()) <= known


def test_temporary_files_go_inside_whatever_was_imported_before(tmp_path: Path) -> None:
    code = """
import tempfile
from assist_magic.engine.interpreter import inside
tempfile.gettempdir()
inside._settle_environment(sys.argv[1])
print(tempfile.gettempdir())
"""
    assert _ask(code, tmp_path).strip() == str(tmp_path)
