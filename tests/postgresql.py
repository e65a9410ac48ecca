"""A real PostgreSQL for the tests, as the system packages it."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

_PLACES = "/usr/lib/postgresql/*/bin"
NEXT_STEP = """\
There is no PostgreSQL and it could not be installed. Next step: install the server with your
system's package manager (on Debian and Ubuntu: apt-get install postgresql)."""


def find() -> Path | None:
    """The folder of the server's programs."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    return max(Path("/").glob(_PLACES[1:]), default=None, key=lambda each: int(each.parent.name))


def install() -> Path | None:
    """Gets the server by apt, and says what is done."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update"], ["install", "-y", "--no-install-recommends", "postgresql"]):
            print("+ apt-get", " ".join(step), flush=True)
            subprocess.run(
                ["apt-get", *step], env=environment, stdin=subprocess.DEVNULL, check=False
            )
    return find()


@contextlib.contextmanager
def running() -> Iterator[str]:
    """A server with an empty database, in a folder of its own; its SQLAlchemy URL."""
    programs = find()
    assert programs is not None, NEXT_STEP
    user = _user()
    # Not among pytest's folders: those are closed to all but root, and it refuses to be root.
    with TemporaryDirectory(prefix="postgresql-") as folder:
        data = f"{folder}/data"
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)

        def run(program: str, *words: str) -> None:
            command = [str(programs / program), "-D", data, *words]
            quiet = subprocess.DEVNULL
            subprocess.run(command, user=user, cwd=folder, check=True, timeout=60, stdout=quiet)

        run("initdb", "-U", "tester", "-A", "trust", "-N")
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off"
        run("pg_ctl", "-w", "-l", f"{folder}/log", "-o", settings, "start")
        try:
            yield f"postgresql+psycopg://tester@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-w", "-m", "immediate", "stop")


def _user() -> str | None:
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam("postgres").pw_name
    return "nobody"
