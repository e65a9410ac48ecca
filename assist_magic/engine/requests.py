"""What a client may send: pydantic models of the request bodies, refused in the API's own words."""

from __future__ import annotations

import re
from typing import Annotated, Literal, TypeVar

from pydantic import ConfigDict, Field, ValidationError, model_validator

from assist_magic.engine.fields import (
    Attachment,
    ContentPart,
    Effort,
    Instructions,
    Metadata,
    Part,
    Request,
    ResponseFormat,
    Temperature,
    Text,
    TokenBudget,
    ToolChoice,
    Tools,
    TopP,
)
from assist_magic.engine.objects import ProtocolError
from assist_magic.engine.refusals import missing, refusal, too_long

R = TypeVar("R", bound=Request)


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
                raise too_long(f"metadata.{key}", 512, len(value))
        return self


class CodeInterpreterFiles(Request):
    file_ids: Annotated[list[str], Field(max_length=20)] = Field(default_factory=list)


class StaticChunking(Request):
    max_chunk_size_tokens: Annotated[int, Field(ge=100, le=4096)]
    chunk_overlap_tokens: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _overlap_fits(self) -> StaticChunking:
        if self.chunk_overlap_tokens > self.max_chunk_size_tokens // 2:
            raise ProtocolError(
                400,
                "Invalid 'chunk_overlap_tokens': it must not exceed half of"
                f" 'max_chunk_size_tokens' ({self.max_chunk_size_tokens // 2}), but got"
                f" {self.chunk_overlap_tokens} instead.",
                "chunking_strategy.static.chunk_overlap_tokens",
                "invalid_value",
            )
        return self


class ChunkingStrategy(Request):
    """How a document is cut; `auto` is 800 tokens that share 400 with their neighbours."""

    type: Literal["auto", "static"]
    static: StaticChunking | None = None

    @model_validator(mode="after")
    def _static_is_given(self) -> ChunkingStrategy:
        if self.type == "static" and self.static is None:
            raise missing("chunking_strategy.static")
        return self


class InlineStore(WithMetadata):
    """A vector store that is made together with what it is for."""

    file_ids: Annotated[list[str], Field(max_length=10_000)] = Field(default_factory=list)
    chunking_strategy: ChunkingStrategy | None = None


class FileSearchStores(Request):
    vector_store_ids: Annotated[list[str], Field(max_length=1)] = Field(default_factory=list)
    vector_stores: Annotated[list[InlineStore], Field(max_length=1)] = Field(default_factory=list)


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
    response_format: ResponseFormat | None = None
    reasoning_effort: Effort | None = None


class AssistantUpdate(ModelOptions):
    name: Annotated[str, Field(max_length=256)] | None = None
    description: Annotated[str, Field(max_length=512)] | None = None
    tool_resources: ToolResources | None = None


class AssistantCreate(AssistantUpdate):
    model: str


class MessageCreate(WithMetadata):
    role: Literal["user", "assistant"]
    content: Text | Annotated[list[ContentPart], Field(min_length=1)]
    attachments: list[Attachment] = Field(default_factory=list)


class ThreadUpdate(WithMetadata):
    tool_resources: ToolResources | None = None


class ThreadCreate(ThreadUpdate):
    messages: list[MessageCreate] = Field(default_factory=list)


class MetadataUpdate(WithMetadata):
    pass


class TruncationStrategy(Part):
    type: Literal["auto", "last_messages"] = "auto"
    last_messages: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _says_how_many(self) -> TruncationStrategy:
        if self.type == "last_messages" and self.last_messages is None:
            raise missing("truncation_strategy.last_messages")
        return self


class RunCreate(ModelOptions):
    assistant_id: str
    additional_instructions: Instructions | None = None
    additional_messages: list[MessageCreate] = Field(default_factory=list)
    max_prompt_tokens: TokenBudget | None = None
    max_completion_tokens: TokenBudget | None = None
    truncation_strategy: TruncationStrategy | None = None
    tool_choice: ToolChoice | None = None
    parallel_tool_calls: bool = True
    stream: bool = False

    @model_validator(mode="after")
    def _names_an_assistant(self) -> RunCreate:
        check_id("assistant_id", self.assistant_id, "asst")
        return self


class ThreadAndRunCreate(RunCreate):
    thread: ThreadCreate = Field(default_factory=ThreadCreate)
    tool_resources: ToolResources | None = None


class ToolOutput(Part):
    tool_call_id: str = ""
    output: str = ""


class ToolOutputs(Request):
    tool_outputs: list[ToolOutput]
    stream: bool = False


class FileExpiry(Part):
    model_config = ConfigDict(extra="ignore", strict=False)  # a form holds text alone

    anchor: Literal["created_at"]
    seconds: Annotated[int, Field(ge=3600, le=2_592_000)]


class FileCreate(Request):
    """The form of an upload, beside the file itself."""

    purpose: Literal["assistants", "batch", "fine-tune", "vision", "user_data", "evals"]
    expires_after: FileExpiry | None = None


class Page(Request):
    """The query of a list: which items, in which order."""

    model_config = ConfigDict(extra="ignore", strict=False)

    limit: Annotated[int, Field(ge=1, le=100)] = 20
    order: Literal["asc", "desc"] = "desc"
    after: str | None = None
    before: str | None = None


class FilePage(Page):
    limit: Annotated[int, Field(ge=1, le=10_000)] = 10_000


def check(shape: type[R], body: object) -> R:
    """The body as a checked request.

    Raises:
        ProtocolError: 400 with the API's wording, parameter and code.
    """
    try:
        return shape.model_validate(body)
    except ValidationError as error:
        raise refusal(error) from None


def check_id(param: str, value: str, prefix: str) -> None:
    """Refuses an id of another kind as the hosted API does."""
    if not re.match(rf"{prefix}[_-]", value):
        raise ProtocolError(
            400,
            f"Invalid '{param}': '{value}'. Expected an ID that begins with '{prefix}'.",
            param,
            "invalid_value",
        )
