"""Filters: which files of a vector store a search looks at, by their attributes."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, StrictBool, StrictFloat, StrictInt, StrictStr, Tag

from assist_magic.engine.fields import Request

Value = StrictBool | StrictInt | StrictFloat | StrictStr
_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


class Comparison(Request):
    """Compares one attribute with a value."""

    type: Literal["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin"]
    key: str
    value: Value | list[Value]

    def admits(self, attributes: Mapping[str, Any]) -> bool:
        """Whether these attributes pass. One that is missing equals nothing and is in no list."""
        given = attributes.get(self.key)
        if self.type in _ORDER:
            return _comparable(given, self.value) and _ORDER[self.type](given, self.value)
        wanted = self.value if isinstance(self.value, list) else [self.value]
        found = any(_equal(given, each) for each in wanted)
        return found == (self.type in ("eq", "in"))


class Compound(Request):
    """Joins filters."""

    type: Literal["and", "or"]
    filters: list[Filter]

    def admits(self, attributes: Mapping[str, Any]) -> bool:
        """Whether these attributes pass all of the filters, or any."""
        joined = all if self.type == "and" else any
        return joined(each.admits(attributes) for each in self.filters)


def _tag(value: Any) -> str | None:
    """Which kind of filter a value is meant for, by its `type`."""
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", None)
    return f"<{kind}>" if isinstance(kind, str) else None


Filter = Annotated[
    Annotated[Comparison, Tag("<eq>")]
    | Annotated[Comparison, Tag("<ne>")]
    | Annotated[Comparison, Tag("<gt>")]
    | Annotated[Comparison, Tag("<gte>")]
    | Annotated[Comparison, Tag("<lt>")]
    | Annotated[Comparison, Tag("<lte>")]
    | Annotated[Comparison, Tag("<in>")]
    | Annotated[Comparison, Tag("<nin>")]
    | Annotated[Compound, Tag("<and>")]
    | Annotated[Compound, Tag("<or>")],
    Discriminator(_tag),
]
Compound.model_rebuild()


def _comparable(given: Any, wanted: Any) -> bool:
    numbers = (int, float)
    if isinstance(given, bool) or isinstance(wanted, bool):
        return False
    if isinstance(given, numbers) and isinstance(wanted, numbers):
        return True
    return isinstance(given, str) and isinstance(wanted, str)


def _equal(given: Any, wanted: Any) -> bool:
    return isinstance(given, bool) == isinstance(wanted, bool) and bool(given == wanted)
