"""What a client may send: pydantic models of the request bodies, refused in the API's own words.

A field that is null counts as not given: some clients send null for every option they leave out.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, TypeVar

from openai.types.beta.assistant_response_format_option import AssistantResponseFormatOption
from openai.types.beta.assistant_tool import AssistantTool
from openai.types.beta.assistant_tool_choice_option import AssistantToolChoiceOption
from openai.types.beta.threads.message import Attachment
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assist_magic.engine.objects import ProtocolError

R = TypeVar("R", bound="Request")

Metadata = Annotated[dict[str, str], Field(max_length=16)]
Tools = Annotated[list[AssistantTool], Field(max_length=128)]
Instructions = Annotated[str, Field(max_length=256_000)]
Temperature = Annotated[float, Field(ge=0, le=2)]
TopP = Annotated[float, Field(ge=0, le=1)]
TokenBudget = Annotated[int, Field(ge=256)]


class Request(BaseModel):
    """A body: unknown parameters are refused, null is the same as absent."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, body: Any) -> Any:
        if not isinstance(body, dict):
            return body
        return {key: value for key, value in body.items() if value is not None}

    def given(self) -> dict[str, Any]:
        """The fields that the client has set, as wire values."""
        return self.model_dump(mode="json", exclude_unset=True)


class WithMetadata(Request):
    metadata: Metadata = Field(default_factory=dict)

    @model_validator(mode="after")
    def _metadata_fits(self) -> WithMetadata:
        for key, value in self.metadata.items():
            if len(key) > 64:
                raise ProtocolError(
                    400,
                    f"Invalid 'metadata': property name too long. Expected at most 64 characters,"
                    f" but got {len(key)} instead.",
                    "metadata",
                    "property_name_above_max_length",
                )
            if len(value) > 512:
                raise _too_long(f"metadata.{key}", 512, len(value))
        return self


class CodeInterpreterFiles(Request):
    file_ids: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)


class FileSearchStores(BaseModel):
    """Kept as it comes: file_search reads it."""

    model_config = ConfigDict(extra="allow")


class ToolResources(Request):
    code_interpreter: CodeInterpreterFiles | None = None
    file_search: FileSearchStores | None = None


class ModelOptions(WithMetadata):
    """The options that assistants and runs share."""

    model: str | None = None
    instructions: Instructions | None = None
    tools: Tools = Field(default_factory=list)
    temperature: Temperature | None = None
    top_p: TopP | None = None
    response_format: AssistantResponseFormatOption | None = None
    reasoning_effort: str | None = None


class AssistantUpdate(ModelOptions):
    name: Annotated[str, Field(max_length=256)] | None = None
    description: Annotated[str, Field(max_length=512)] | None = None
    tool_resources: ToolResources | None = None


class AssistantCreate(AssistantUpdate):
    model: str


class MessageCreate(WithMetadata):
    role: Literal["user", "assistant"]
    content: Annotated[str, Field(max_length=256_000)] | list[dict[str, Any]]
    attachments: list[Attachment] = Field(default_factory=list)


class ThreadUpdate(WithMetadata):
    tool_resources: ToolResources | None = None


class ThreadCreate(ThreadUpdate):
    messages: list[MessageCreate] = Field(default_factory=list)


class MetadataUpdate(WithMetadata):
    pass


class TruncationStrategy(Request):
    type: Literal["auto", "last_messages"] = "auto"
    last_messages: Annotated[int, Field(ge=1)] | None = None


class RunCreate(ModelOptions):
    assistant_id: str
    additional_instructions: Instructions | None = None
    additional_messages: list[MessageCreate] = Field(default_factory=list)
    max_prompt_tokens: TokenBudget | None = None
    max_completion_tokens: TokenBudget | None = None
    truncation_strategy: TruncationStrategy | None = None
    tool_choice: AssistantToolChoiceOption | None = None
    parallel_tool_calls: bool = True
    stream: bool = False

    @model_validator(mode="after")
    def _names_an_assistant(self) -> RunCreate:
        check_id("assistant_id", self.assistant_id, "asst")
        return self


class ThreadAndRunCreate(RunCreate):
    thread: ThreadCreate = Field(default_factory=ThreadCreate)
    tool_resources: ToolResources | None = None


class ToolOutput(Request):
    tool_call_id: str = ""
    output: str = ""


class ToolOutputs(Request):
    tool_outputs: list[ToolOutput]
    stream: bool = False


class Page(Request):
    """The query of a list: which items, in which order."""

    model_config = ConfigDict(extra="ignore")

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    order: Literal["asc", "desc"] = "desc"
    after: str | None = None
    before: str | None = None


class FilePage(Page):
    limit: Annotated[int, Field(ge=1, le=10_000)] = 10_000


def check(shape: type[R], body: Any) -> R:
    """The body as a checked request.

    Raises:
        ProtocolError: 400 with the API's wording, parameter and code.
    """
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        raise _refusal(error) from None


def check_id(param: str, value: str, prefix: str) -> None:
    """Refuses an id of another kind as the hosted API does."""
    if not re.match(rf"{prefix}[_-]", value):
        raise ProtocolError(
            400,
            f"Invalid '{param}': '{value}'. Expected an ID that begins with '{prefix}'.",
            param,
            "invalid_value",
        )


def _refusal(error: ValidationError) -> ProtocolError:
    problem = _closest(error)
    param = _path(problem["loc"])
    context = problem.get("ctx", {})
    kind, given = problem["type"], problem.get("input")
    if kind == "missing":
        text = f"Missing required parameter: '{param}'."
        return ProtocolError(400, text, param, "missing_required_parameter")
    if kind == "extra_forbidden":
        return ProtocolError(400, f"Unknown parameter: '{param}'.", param, "unknown_parameter")
    if kind == "string_too_long":
        return _too_long(param, context["max_length"], len(str(given)))
    if kind == "too_long":
        return _too_many(param, context["max_length"], len(given))
    if kind == "literal_error":
        return _not_among(param, given, _literals(error, param))
    if kind in _BOUNDS:
        return _out_of_bounds(param, kind, context, given)
    text = f"Invalid type for '{param}': {_lower(problem['msg'])}." if param else problem["msg"]
    return ProtocolError(400, text, param or None, "invalid_type")


def _closest(error: ValidationError) -> Any:
    """The problem that tells most: for a union, the one that lies deepest."""
    return max(error.errors(), key=lambda each: (len(each["loc"]), each["type"] != "missing"))


def _path(location: tuple[int | str, ...]) -> str:
    """`messages[0].role`, without the names that pydantic gives to a union's branches."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        elif re.fullmatch(r"[a-z_0-9]+", part) and part not in _BRANCHES:
            text += f".{part}" if text else part
    return text


_BRANCHES = {"str"}
_BOUNDS = {
    "greater_than_equal": ("ge", "minimum", ">=", "below_min_value"),
    "less_than_equal": ("le", "maximum", "<=", "above_max_value"),
}


def _too_long(param: str, limit: int, length: int) -> ProtocolError:
    return ProtocolError(
        400,
        f"Invalid '{param}': string too long. Expected a string with maximum length {limit},"
        f" but got a string with length {length} instead.",
        param,
        "string_above_max_length",
    )


def _too_many(param: str, limit: int, length: int) -> ProtocolError:
    if param == "metadata":
        return ProtocolError(
            400,
            f"Invalid 'metadata': too many properties. Expected an object with at most {limit}"
            f" properties, but got an object with {length} properties instead.",
            param,
            "object_above_max_properties",
        )
    return ProtocolError(
        400,
        f"Invalid '{param}': array too long. Expected an array with maximum length {limit},"
        f" but got an array with length {length} instead.",
        param,
        "array_above_max_length",
    )


def _literals(error: ValidationError, param: str) -> list[str]:
    """The values that a field may have, over all branches of a union."""
    found = [
        name
        for each in error.errors()
        if each["type"] == "literal_error" and _path(each["loc"]) == param
        for name in re.findall(r"'[^']*'", str(each["ctx"]["expected"]))
    ]
    return list(dict.fromkeys(found))


def _not_among(param: str, given: Any, names: list[str]) -> ProtocolError:
    listed = " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
    return ProtocolError(
        400,
        f"Invalid value: '{given}'. Supported values are: {listed}.",
        param,
        "invalid_value",
    )


def _out_of_bounds(param: str, kind: str, context: Any, given: Any) -> ProtocolError:
    key, word, sign, code = _BOUNDS[kind]
    number = "integer" if isinstance(context[key], int) else "decimal"
    return ProtocolError(
        400,
        f"Invalid '{param}': {number} {code.split('_')[0]} {word} value."
        f" Expected a value {sign} {context[key]}, but got {given} instead.",
        param,
        f"{number}_{code}",
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
