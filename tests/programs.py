"""python -m tests.programs: makes sure that the programs which the tests drive are here."""

from __future__ import annotations

import sys

from tests import chromium, older_ipykernel, postgresql


def main() -> int:
    """Finds or installs each of them; the exit code says whether all are here now."""
    browser = chromium.find() or chromium.install()
    print(f"Chromium: {browser}" if browser else chromium.NEXT_STEP)
    database = postgresql.find() or postgresql.install()
    print(f"PostgreSQL: {database}" if database else postgresql.NEXT_STEP)
    kernel = older_ipykernel.find() or older_ipykernel.install()
    print(f"Older ipykernel: {kernel}" if kernel else older_ipykernel.next_step())
    return 0 if browser and database and kernel else 1


if __name__ == "__main__":
    sys.exit(main())
