"""python -m tests.clients [name ...]: runs clients of the protocol, each in its own environment."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.clients.environment import programs, serving, tried


def main() -> int:
    """Runs the named programs, else all; says of each whether it ran."""
    known = programs()
    names = sys.argv[1:] or list(known)
    if unknown := set(names) - set(known):
        print(f"There is no {', '.join(unknown)}. Choose of: {', '.join(known)}.", file=sys.stderr)
        return 2
    failed = 0
    with TemporaryDirectory(prefix="clients-") as scratch:
        folder = Path(scratch)
        with serving(folder) as address:
            for name in names:
                done = tried(known[name], address, folder / name)
                print(
                    f"{name}: {'ran' if done.returncode == 0 else done.stderr[-3000:]}", flush=True
                )
                failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
