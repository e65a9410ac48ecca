"""include[]: what of a step is shown only to those who ask for it."""

from __future__ import annotations

from assist_magic.engine.objects import RunStep, evolve

CONTENT = "step_details.tool_calls[*].file_search.results[*].content"
"""The one value that `include[]` may have."""


def without_content(step: RunStep) -> RunStep:
    """The step, the passages that file_search has found named but not quoted."""
    details = step.step_details.model_dump()
    found = [
        result
        for call in details.get("tool_calls", ())
        if call["type"] == "file_search"
        for result in call["file_search"].get("results") or ()
    ]
    if not found:
        return step
    for result in found:
        result["content"] = None
    return evolve(step, step_details=details)
