"""Dialect: how a server of the Assistants protocol is spoken to, and so what it can do.

    v2      question and run in one request, streams, documents searched, images, JSON by a schema
    v1      as relays keep it: thread, message and run one by one, then asked for again and again;
            Python, functions and files for Python, and none of the rest

A project of Foundry (classic) speaks v2 under an address of its own, without /v1, and wants to be
told an `api-version` with each request. Which one a server speaks is probe's to find out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

Version = Literal["v1", "v2"]

FOUNDRY_VERSION = "v1"
"""What a server is asked for that wants an api-version, where the address names none."""
_NAMED = re.compile(r"assistants=(v[12])\b")
_HEADER = re.compile(r"openai-beta|beta header", re.IGNORECASE)
_API_VERSION = re.compile(r"api[-_ ]?version", re.IGNORECASE)


@dataclass(frozen=True)
class Dialect:
    """One way to speak the protocol; `api_version` goes into each query, if there is one."""

    version: Version = "v2"
    api_version: str = ""

    @property
    def is_v1(self) -> bool:
        """Whether nothing may be sent that v1 did not have from its first day."""
        return self.version == "v1"

    @property
    def headers(self) -> dict[str, str]:
        """What goes with each request."""
        return {"OpenAI-Beta": f"assistants={self.version}"}

    @property
    def query(self) -> dict[str, object]:
        """What goes into the query of each request."""
        return {"api-version": self.api_version} if self.api_version else {}

    @property
    def words(self) -> str:
        """It in one line, for people."""
        if self.is_v1:
            return (
                "v1: polled, not streamed; Python and functions, but no documents searched, no "
                "images, no --schema, no --temperature"
            )
        return f"v2 (api-version {self.api_version})" if self.api_version else "v2"

    def corrected(self, refusal: str) -> Dialect:
        """The dialect that a server asks for which refuses in these words; the same if they are
        about something else."""
        if named := _NAMED.search(refusal):
            return replace(self, version=cast(Version, named[1]))
        if _HEADER.search(refusal):
            return replace(self, version="v2" if self.is_v1 else "v1")
        if wants_api_version(refusal) and not self.api_version:
            return replace(self, api_version=FOUNDRY_VERSION)
        return self


V2 = Dialect()


def wants_api_version(refusal: str) -> bool:
    """Whether a refusal in these words is about the api-version."""
    return bool(_API_VERSION.search(refusal))
