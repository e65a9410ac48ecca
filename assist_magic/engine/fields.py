"""The fields of requests: tools, formats, choices and the parts of a message, as clients send them.

A field that is null counts as not given: some clients send null for every option they leave out.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from openai.types.beta import CodeInterpreterTool
from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

Metadata = Annotated[dict[str, str], Field(max_length=16)]
Name = Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]+$", max_length=64)]
Text = Annotated[str, Field(max_length=256_000)]
Instructions = Annotated[str, Field(max_length=256_000)]
Temperature = Annotated[float, Field(ge=0, le=2)]
TopP = Annotated[float, Field(ge=0, le=1)]
TokenBudget = Annotated[int, Field(ge=256)]


class Request(BaseModel):
    """A body: unknown parameters are refused, null is the same as absent, "1" is no number."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        return {key: value for key, value in body.items() if value is not None}

    def given(self) -> dict[str, Any]:
        """The fields that the client has set, as wire values."""
        return self.model_dump(mode="json", exclude_unset=True, by_alias=True)


def _kind(value: Any) -> str | None:
    """Which branch of a union a value is meant for: by its `type`, or what a bare word says."""
    kind = value.get("type") if isinstance(value, dict) else getattr(value, "type", value)
    return f"<{kind}>" if isinstance(kind, str) else None


class Part(Request):
    """An object inside a body: what it has beyond the known is left out."""

    model_config = ConfigDict(extra="ignore")


class Function(Part):
    name: Name
    description: str | None = None
    parameters: dict[str, Any] | None = None
    strict: bool = False


class FunctionTool(Part):
    type: Literal["function"]
    function: Function


class SearchRanking(Part):
    ranker: Literal["auto", "default_2024_08_21"] = "default_2024_08_21"
    score_threshold: Annotated[float, Field(ge=0, le=1)] = 0.0


class SearchOptions(Part):
    max_num_results: Annotated[int, Field(ge=1, le=50)] | None = None
    ranking_options: SearchRanking = Field(default_factory=SearchRanking)


class FileSearchTool(Part):
    type: Literal["file_search"]
    file_search: SearchOptions = Field(default_factory=SearchOptions)


Tool = Annotated[
    Annotated[CodeInterpreterTool, Tag("<code_interpreter>")]
    | Annotated[FileSearchTool, Tag("<file_search>")]
    | Annotated[FunctionTool, Tag("<function>")],
    Discriminator(_kind),
]
Tools = Annotated[list[Tool], Field(max_length=128)]


class PlainFormat(Part):
    type: Literal["text", "json_object"]


class Schema(Part):
    name: Name
    description: str | None = None
    schema_: dict[str, Any] | None = Field(None, alias="schema")
    strict: bool = False


class SchemaFormat(Part):
    type: Literal["json_schema"]
    json_schema: Schema


ResponseFormat = Annotated[
    Annotated[Literal["auto"], Tag("<auto>")]
    | Annotated[PlainFormat, Tag("<text>")]
    | Annotated[PlainFormat, Tag("<json_object>")]
    | Annotated[SchemaFormat, Tag("<json_schema>")],
    Discriminator(_kind),
]


class NamedFunction(Part):
    name: str


class FunctionChoice(Part):
    type: Literal["function"]
    function: NamedFunction


class HostedChoice(Part):
    type: Literal["code_interpreter", "file_search"]


ToolChoice = Annotated[
    Annotated[Literal["none"], Tag("<none>")]
    | Annotated[Literal["auto"], Tag("<auto>")]
    | Annotated[Literal["required"], Tag("<required>")]
    | Annotated[FunctionChoice, Tag("<function>")]
    | Annotated[HostedChoice, Tag("<code_interpreter>")]
    | Annotated[HostedChoice, Tag("<file_search>")],
    Discriminator(_kind),
]
Effort = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


class TextValue(Part):
    value: Text


class TextPart(Part):
    type: Literal["text"]
    text: Text | TextValue


class ImageFile(Part):
    file_id: str
    detail: Literal["auto", "low", "high"] = "auto"


class ImageFilePart(Part):
    type: Literal["image_file"]
    image_file: ImageFile


class ImageUrl(Part):
    url: Annotated[str, Field(min_length=1)]
    detail: Literal["auto", "low", "high"] = "auto"


class ImageUrlPart(Part):
    type: Literal["image_url"]
    image_url: ImageUrl


ContentPart = Annotated[
    Annotated[TextPart, Tag("<text>")]
    | Annotated[ImageUrlPart, Tag("<image_url>")]
    | Annotated[ImageFilePart, Tag("<image_file>")],
    Discriminator(_kind),
]


class AttachmentTool(Part):
    type: Literal["code_interpreter", "file_search"]


class Attachment(Part):
    file_id: str | None = None
    tools: list[AttachmentTool] = Field(default_factory=list)
