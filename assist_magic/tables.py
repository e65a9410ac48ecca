"""Tables: files on this machine as DataFrames, each read when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

_READERS = {".csv": "read_csv", ".tsv": "read_table", ".parquet": "read_parquet"}


class Tables(Mapping[str, "pd.DataFrame"]):
    """Maps the names of table files to DataFrames; each look reads the file anew.

    `files` are names and paths; what is no CSV, TSV or Parquet is left out. Of two files with
    one name, the later goes by the last part of its path.
    """

    def __init__(self, files: Iterable[tuple[str, str]]) -> None:
        self._paths: dict[str, Path] = {}
        for name, text in files:
            path = Path(text)
            if path.suffix.lower() in _READERS:
                self._paths[path.name if name in self._paths else name] = path

    def __getitem__(self, name: str) -> pd.DataFrame:
        """The table of this name; raises what pandas does where it cannot read the file."""
        path = self._paths[name]
        import pandas as pd

        table: pd.DataFrame = getattr(pd, _READERS[path.suffix.lower()])(path)
        return table

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __repr__(self) -> str:
        return f"<Tables {', '.join(self._paths) or 'none'}>"
