"""The rooms and who may import whom: downward only, and never the front from the engine."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "assist_magic"

FRONT = (
    ("__main__",),
    ("cli",),
    ("demo",),
    ("__init__",),
    ("magic",),
    ("asking", "commands"),
    ("line",),
    ("run", "session"),
    ("conversation",),
    ("transcript",),
    ("view",),
    ("files", "expansion", "functions", "schemas"),
    ("progress", "backend", "stop"),
    ("config",),
    ("prices",),
    ("errors",),
    ("reply", "plain", "presets", "saving", "prompts"),
    ("tables",),
)
ENGINE = (
    ("server", "process"),
    ("dialect",),
    ("routes",),
    ("loop", "drafts", "door", "expiry"),
    ("turns", "briefing"),
    ("turn",),
    ("desk",),
    ("recorder", "sources"),
    ("writing", "events", "interpreter", "models", "store", "context", "bodies", "search"),
    ("requests", "partial", "inclusion"),
    ("fields", "refusals", "json_answers", "links"),
    ("objects",),
)
# What of the engine each room of the front may touch: it meets the rest only on the wire.
CROSSINGS = {
    "cli": {"process", "server", "models", "interpreter", "store"},
    "demo": {"models"},
    "backend": {"process"},
}
IMPORTERS_OF = {
    "IPython": {"__init__", "magic", "view", "conversation"},
    # The server and the loop only catch its errors.
    "sqlalchemy": {"store", "engine.server", "engine.loop"},
    "ipywidgets": {"view"},
    "anywidget": {"view"},
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        yield ".".join(parts), ast.parse(path.read_text())


MODULES = dict(modules())


def imports(name: str) -> Iterator[str]:
    """Every module that this one imports, anywhere in it, as an absolute name."""
    package = ["assist_magic", *name.split(".")][:-1]
    for node in ast.walk(MODULES[name]):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            target = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{target}.{alias.name}".removeprefix("assist_magic.")
                known = inner in MODULES or f"{inner}.__init__" in MODULES
                yield f"{target}.{alias.name}" if known else target


def own(name: str) -> Iterator[str]:
    for target in imports(name):
        if target.startswith("assist_magic."):
            yield target.removeprefix("assist_magic.")
        elif target == "assist_magic":
            yield "__init__"


def room(name: str) -> str:
    parts = name.removeprefix("engine.").split(".")
    return parts[0]


def rank(name: str, floors: tuple[tuple[str, ...], ...]) -> int:
    for number, floor in enumerate(floors):
        if room(name) in floor:
            return number
    raise AssertionError(f"{name} stands in no floor of the house")


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("engine.")])
def test_front_imports_downward(name: str) -> None:
    here = rank(name, FRONT)
    for target in own(name):
        if target.startswith("engine"):
            part = target.split(".")[1] if "." in target else ""
            assert part in CROSSINGS.get(room(name), set()), f"{name} imports {target}"
        elif room(target) != room(name) and target != "__init__":
            assert rank(target, FRONT) > here, f"{name} imports {target}"


@pytest.mark.parametrize(
    "name", [name for name in MODULES if name.startswith("engine.") and name != "engine.__init__"]
)
def test_engine_imports_downward_and_never_the_front(name: str) -> None:
    here = rank(name, ENGINE)
    for target in own(name):
        assert target.startswith("engine"), f"{name} imports {target} of the front"
        if room(target) != room(name) and target != "engine":
            assert rank(target, ENGINE) >= here, f"{name} imports {target}"


def test_no_cycles() -> None:
    graph = {
        name: {found for target in top_level(name) if (found := resolved(target)) and found != name}
        for name in MODULES
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join([*path, name])
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def top_level(name: str) -> Iterator[str]:
    tree = MODULES[name]
    kept = ast.Module(
        [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)], []
    )
    MODULES[f"{name} (top)"] = kept
    try:
        found = list(own(f"{name} (top)"))
    finally:
        del MODULES[f"{name} (top)"]
    yield from found


def resolved(target: str) -> str | None:
    if target in MODULES:
        return target
    return f"{target}.__init__" if f"{target}.__init__" in MODULES else None


@pytest.mark.parametrize(("library", "allowed"), IMPORTERS_OF.items())
def test_libraries_stay_in_their_rooms(library: str, allowed: set[str]) -> None:
    users = {
        name
        for name in MODULES
        if any(target.split(".")[0] == library for target in imports(name))
        and not name.startswith("engine.interpreter")
    }
    assert {name for name in users if name not in allowed and room(name) not in allowed} == set()


def test_only_config_reads_the_environment() -> None:
    readers = {
        name
        for name, tree in MODULES.items()
        if any(
            isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv", "environb")
            for node in ast.walk(tree)
        )
    }
    # The kernels' own programs start from an environment that was chosen for them.
    assert {name for name in readers if not name.startswith("engine.interpreter")} == {"config"}


def test_nothing_is_called_utils() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert not [name for name in MODULES if set(name.split(".")) & vague]


def test_every_module_says_what_lives_here() -> None:
    assert not [name for name, tree in MODULES.items() if not ast.get_docstring(tree)]
