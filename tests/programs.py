"""python -m tests.programs: makes sure that the programs which the tests drive are here."""

from __future__ import annotations

import sys

from tests import chromium, postgresql


def main() -> int:
    """Finds or installs Chromium and PostgreSQL; the exit code says whether both are here now."""
    browser = chromium.find() or chromium.install()
    print(f"Chromium: {browser}" if browser else chromium.NEXT_STEP)
    database = postgresql.find() or postgresql.install()
    print(f"PostgreSQL: {database}" if database else postgresql.NEXT_STEP)
    return 0 if browser and database else 1


if __name__ == "__main__":
    sys.exit(main())
