"""What a client may send about vector stores, their files and searches."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictBool, model_validator

from assist_magic.engine.fields import Request
from assist_magic.engine.objects import ProtocolError
from assist_magic.engine.refusals import too_long
from assist_magic.engine.requests import ChunkingStrategy, Page, WithMetadata
from assist_magic.engine.search.filters import Filter

Attributes = Annotated[dict[str, StrictBool | float | str], Field(max_length=16)]
FileStatus = Literal["in_progress", "completed", "failed", "cancelled"]


class WithAttributes(Request):
    attributes: Attributes = Field(default_factory=dict)

    @model_validator(mode="after")
    def _attributes_fit(self) -> WithAttributes:
        for key, value in self.attributes.items():
            if len(key) > 64:
                raise ProtocolError(
                    400,
                    "Invalid 'attributes': property name too long. Expected at most 64 characters,"
                    f" but got {len(key)} instead.",
                    "attributes",
                    "property_name_above_max_length",
                )
            if isinstance(value, str) and len(value) > 512:
                raise too_long(f"attributes.{key}", 512, len(value))
        return self


class Expiration(Request):
    anchor: Literal["last_active_at"]
    days: Annotated[int, Field(ge=1, le=365)]


class VectorStoreUpdate(WithMetadata):
    name: str | None = None
    expires_after: Expiration | None = None

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, body: Any) -> Any:
        """Null is absent, but for `expires_after`, where it means "never"."""
        if not isinstance(body, dict):
            return body
        kept = ("expires_after",)
        return {key: value for key, value in body.items() if value is not None or key in kept}


class VectorStoreCreate(VectorStoreUpdate):
    description: str | None = None
    file_ids: Annotated[list[str], Field(max_length=500)] = Field(default_factory=list)
    chunking_strategy: ChunkingStrategy | None = None


class FileAdd(WithAttributes):
    file_id: str
    chunking_strategy: ChunkingStrategy | None = None


class BatchCreate(WithAttributes):
    file_ids: Annotated[list[str], Field(min_length=1, max_length=2000)] | None = None
    files: Annotated[list[FileAdd], Field(min_length=1, max_length=2000)] | None = None
    chunking_strategy: ChunkingStrategy | None = None

    @model_validator(mode="after")
    def _names_files_once(self) -> BatchCreate:
        if self.file_ids is None and self.files is None:
            text = "Missing required parameter: 'file_ids'."
            raise ProtocolError(400, text, "file_ids", "missing_required_parameter")
        if self.file_ids is not None and self.files is not None:
            text = "Only one of 'file_ids' and 'files' may be given."
            raise ProtocolError(400, text, "files", "mutually_exclusive_parameters")
        return self

    def every_file(self) -> list[FileAdd]:
        """The files with their options; those of the whole batch hold for `file_ids` alone."""
        if self.files is not None:
            return self.files
        return [
            FileAdd(
                file_id=each,
                attributes=self.attributes,
                chunking_strategy=self.chunking_strategy,
            )
            for each in self.file_ids or ()
        ]


class AttributesUpdate(WithAttributes):
    pass


class RankingOptions(Request):
    ranker: Literal["none", "auto", "default-2024-11-15"] = "auto"
    score_threshold: Annotated[float, Field(ge=0, le=1)] = 0.0


class SearchRequest(Request):
    query: str | Annotated[list[str], Field(min_length=1)]
    rewrite_query: bool = False
    max_num_results: Annotated[int, Field(ge=1, le=50)] = 10
    filters: Filter | None = None
    ranking_options: RankingOptions = Field(default_factory=RankingOptions)


class StoredFilePage(Page):
    filter: FileStatus | None = None
