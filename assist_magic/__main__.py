"""python -m assist_magic: the same as the command assist-magic."""

from assist_magic.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
