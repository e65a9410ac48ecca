"""The demo: the quickstart notebook, executed for real, told as it goes, kept as notebook and page.

It needs what `assist_magic[lab]` brings; nothing here is shared with the magics.
"""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

from assist_magic.config import Settings
from assist_magic.errors import AssistantError, ConfigError

CELL_SECONDS = 600
_MODEL = "1.5b"


def run_demo(settings: Settings, folder: Path, fetch: bool) -> int:
    """Executes the quickstart with the model that this machine has.

    Args:
        settings: which server and model answer.
        folder: where the executed notebook and the HTML page go; made if it is not there.
        fetch: whether the local model's weights are fetched first, if they are the ones that
            would answer and are not here.

    Returns:
        The exit status: 0 when every question was answered.

    Raises:
        ConfigError: the folder cannot be written, or `assist_magic[lab]` is not installed.
    """
    client, notebook = _prepared(folder)
    if fetch and _is_embedded(settings):
        _fetch(settings)
    print("Running the quickstart notebook. What can be computed, code in a sandbox computes.\n")
    teller = _Teller()
    client.on_cell_execute = teller.ask
    client.on_cell_executed = teller.answer
    client.execute(cwd=str(folder))
    written, page = _write(folder, notebook)
    print(f"Notebook: {written}")
    print(f"Page:     {page}")
    print(f"Open it:  jupyter lab {written}")
    if teller.failed:
        print(f"{teller.failed} of {teller.asked} questions failed; the lines above say why.")
    return 1 if teller.failed else 0


def quickstart() -> Path:
    """The notebook as it is shipped: inside the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent
    inside = package / "notebooks" / "quickstart.ipynb"
    return inside if inside.exists() else package.parent / "notebooks" / "quickstart.ipynb"


class _Teller:
    """Tells each question before it runs, and what it brought afterwards."""

    def __init__(self) -> None:
        self.asked = self.failed = 0

    def ask(self, cell: Any, cell_index: int, **_more: Any) -> None:
        if _is_question(cell):
            self.asked += 1
            print("─" * 72)
            print(cell.source.partition("\n")[2].strip(), flush=True)

    def answer(self, cell: Any, cell_index: int, execute_reply: Any, **_more: Any) -> None:
        if not _is_question(cell):
            return
        print()
        for output in cell.outputs:
            print(textwrap.indent(_text(output), "    "), end="\n\n", flush=True)
        if execute_reply["content"]["status"] == "error":
            self.failed += 1


def _is_question(cell: Any) -> bool:
    return bool(cell.cell_type == "code" and cell.source.startswith("%%assistant"))


def _text(output: Any) -> str:
    if output.output_type == "error":
        return f"{output.ename}: {output.evalue}"
    if output.output_type == "stream":
        return str(output.text).rstrip()
    return str(output.data.get("text/plain", "")).rstrip()


def _prepared(folder: Path) -> tuple[Any, Any]:
    try:
        import nbformat
        from nbclient import NotebookClient
    except ImportError as error:
        text = "The demo runs a notebook: install it with  pip install 'assist_magic[local,lab]'"
        raise ConfigError(text) from error
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"Cannot write into {folder}: {error.strerror}. Use --folder.") from error
    notebook = nbformat.read(quickstart(), as_version=4)
    client = NotebookClient(
        notebook,
        timeout=CELL_SECONDS,
        allow_errors=True,
        extra_arguments=["--log-level=40"],  # only the demo's own lines on the terminal
    )
    return client, notebook


def _is_embedded(settings: Settings) -> bool:
    """Whether the embedded default would answer: nothing else is configured."""
    other = settings.base_url or settings.openai_base_url or settings.openai_api_key
    return not other and settings.model in (None, "default", "local")


def _fetch(settings: Settings) -> None:
    """Fetches the weights; without them the exact solver alone answers."""
    from assist_magic.engine.models import weights

    if weights.find(_MODEL, settings.models_folder) is not None:
        return
    try:
        weights.pull(weights.WEIGHTS[_MODEL], settings.models_folder, print)
    except (weights.WeightsError, AssistantError) as error:
        print(f"{error}\nGoing on with the exact solver alone.\n")


def _write(folder: Path, notebook: Any) -> tuple[Path, Path]:
    import nbformat
    from nbconvert import HTMLExporter

    written, page = folder / "quickstart.ipynb", folder / "quickstart.html"
    nbformat.write(notebook, written)
    body, _ = HTMLExporter(embed_images=True).from_notebook_node(notebook)
    page.write_text(body, encoding="utf-8")
    return written, page
