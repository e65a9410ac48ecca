"""Session: what one kernel keeps from cell to cell — what it has chosen, and the record."""

from __future__ import annotations

from pathlib import Path

from assist_magic.backend.connect import Backend, connect
from assist_magic.config import Preferences, Settings
from assist_magic.conversation.notebook import Notebook, this_notebook
from assist_magic.conversation.registry import Registry


class Session:
    """The state of this kernel: what commands of the same name, and traits, have set."""

    def __init__(self) -> None:
        self.model: str | None = None
        self.thread: str | None = None
        self.instructions: str | None = None
        self.preferences = Preferences()
        self._registries: dict[Path, Registry] = {}

    def settings(self) -> Settings:
        """What counts now: the preferences of this kernel, then the environment.

        Raises:
            ConfigError: one of them has a value that cannot work.
        """
        return Settings.from_environment().preferring(self.preferences)

    def backend(self, settings: Settings, model: str | None = None) -> Backend:
        """The server that answers, with the model for this question.

        Raises:
            BackendUnavailable: nothing answers, or it refuses the key.
            UsageError: no server here has such a model.
        """
        if model:
            return connect(settings, model, "this question names it")
        if self.model:
            return connect(settings, self.model, "chosen with %assistant model")
        return connect(settings)

    def told(self, once: str | None) -> str | None:
        """What the assistant is told beside its own instructions, with what is said this once."""
        return "\n\n".join(filter(None, (self.instructions, once))) or None

    def registry(self, settings: Settings) -> Registry:
        """The record of threads, read afresh but remembered where the disk fails."""
        folder = settings.data_folder
        if folder not in self._registries:
            self._registries[folder] = Registry(folder)
        return self._registries[folder]

    def notebook(self, settings: Settings) -> Notebook:
        """The notebook of the cell that runs now."""
        return this_notebook(settings.session_name)


session = Session()
"""The one of this kernel."""
