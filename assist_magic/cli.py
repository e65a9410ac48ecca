"""assist-magic demo | pull | serve | status | stop: everything that is done outside a notebook."""

from __future__ import annotations

import argparse
import logging
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from assist_magic import __version__
from assist_magic.backend.discovery import engine_place
from assist_magic.config import Settings, checked_endpoint, code_environment, host_of
from assist_magic.errors import AssistantError, BackendUnavailable, ConfigError

if TYPE_CHECKING:
    from assist_magic.engine.server import EngineSettings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives back the exit status."""
    options = _parser().parse_args(arguments)
    command: Callable[[argparse.Namespace, Settings], int] = options.command
    try:
        return command(options, Settings.from_environment())
    except AssistantError as error:
        print(f"assist-magic: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nassist-magic: stopped", file=sys.stderr)
        return 130


def demo(options: argparse.Namespace, settings: Settings) -> int:
    """Executes the quickstart notebook and shows what it brings."""
    from assist_magic.demo import run_demo

    return run_demo(settings, options.folder, fetch=not options.no_pull)


def pull(options: argparse.Namespace, settings: Settings) -> int:
    """Fetches the weights of a local model."""
    from assist_magic.engine.models import weights

    try:
        path = weights.pull(weights.known(options.name), settings.models_folder, print)
    except weights.WeightsError as error:
        raise BackendUnavailable(str(error)) from error
    print(f"Ready: {path}")
    return 0


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Serves the Assistants protocol, for programs and classes, until it is stopped."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # it names URLs at each request
    return _serve_user(settings) if options.for_user else _serve_others(options, settings)


def status(_options: argparse.Namespace, settings: Settings) -> int:
    """Says whether the user's engine runs, and what protects the user."""
    from assist_magic.engine import process

    engine = process.find(engine_place(settings))
    health = engine.health() if engine else None
    if engine is None or health is None:
        print("The engine is not running; the first %%assistant cell starts it.")
    else:
        print(f"The engine runs: version {engine.version}, process {engine.pid}, {engine.base_url}")
        print(f"Sandbox: {health['protection']['words']}")
        print(f"Model: {health['model']['words']}")
        for note in health["notes"]:
            print(f"Note: {note}")
    print(f"Threads and files: {settings.data_folder}")
    print(f"Models: {settings.models_folder}")
    return 0


def stop(_options: argparse.Namespace, settings: Settings) -> int:
    """Ends the user's engine."""
    from assist_magic.engine import process

    try:
        ended = process.stop(engine_place(settings))
    except process.EngineUnavailable as error:
        raise BackendUnavailable(str(error)) from error
    print("The engine has ended." if ended else "No engine was running.")
    return 0


def _serve_user(settings: Settings) -> int:
    """The engine that notebooks share: it asks its token, says where it is, ends in silence."""
    from assist_magic.engine import process, server

    place = engine_place(settings)
    token = secrets.token_urlsafe(32)
    listener = server.listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    folder = settings.data_folder / "engine"
    built = _engine_settings(settings, folder, token, idle=settings.idle_seconds)
    engine = process.Engine(port=port, pid=os.getpid(), version=__version__, token=token)
    try:
        server.serve(built, listener, lambda: process.announce(place, engine))
    finally:
        process.withdraw(place)
    return 0


def _serve_others(options: argparse.Namespace, settings: Settings) -> int:
    from assist_magic.engine import server
    from assist_magic.engine.models.base import ModelError
    from assist_magic.engine.models.catalogue import Models
    from assist_magic.engine.store import DatabaseUnusable, check_database

    key = _key_in(options.key_file) if options.key_file else None
    if key is None and options.host not in LOOPBACK:
        raise ConfigError(
            f"Serving on {options.host} without a key would let anyone in."
            " Write a key into a file and give it with --key-file."
        )
    if options.sandbox:
        settings = replace(settings, sandbox=options.sandbox)
    folder = options.data or settings.data_folder / "served"
    built = _engine_settings(
        settings, folder, key, model=options.model, model_url=options.model_url
    )
    built = replace(built, database=options.database, files=options.files)
    try:
        if options.database:
            check_database(options.database)
        Models(built.models).check("default")
        listener = server.listen(options.host, options.port)
    except (ModelError, server.PortTaken, DatabaseUnusable) as error:
        raise BackendUnavailable(str(error)) from error
    host, port = listener.getsockname()[:2]
    endpoint = built.models.endpoint

    def ready() -> None:
        asks = "clients must give the key" if key else "no key is asked for"
        print(f"Serving the Assistants protocol at http://{host}:{port}/v1 ({asks}).")
        others = f"; other names: {host_of(endpoint.base_url)}" if endpoint else ""
        print(f"Model: {built.models.default}{others}. Threads and files: {folder}", flush=True)

    try:
        server.serve(built, listener, ready)
    except server.FolderUnusable as error:
        raise BackendUnavailable(f"{error} (--data chooses one.)") from error
    return 0


def _engine_settings(
    settings: Settings,
    folder: Path,
    key: str | None,
    idle: float | None = None,
    model: str | None = None,
    model_url: str | None = None,
) -> EngineSettings:
    """What an engine is built from. One for others takes its model from its own environment."""
    from assist_magic.engine.interpreter.base import RuntimeSettings
    from assist_magic.engine.models.catalogue import Endpoint, ModelSettings
    from assist_magic.engine.server import EngineSettings

    for_user = idle is not None
    url = checked_endpoint(model_url, "--model-url") if model_url else settings.openai_base_url
    endpoint = None
    if not for_user and (url or settings.openai_api_key):
        endpoint = Endpoint(url or "https://api.openai.com/v1", settings.openai_api_key)
    return EngineSettings(
        folder=folder,
        version=__version__,
        key=key,
        idle_seconds=idle,
        runtime=RuntimeSettings(
            folder=folder / "code", sandbox=settings.sandbox, environment=code_environment()
        ),
        models=ModelSettings(
            weights=settings.models_folder,
            default=model or settings.model or "default",
            endpoint=endpoint,
            allow_paths=for_user,
            auto_pull=for_user,
        ),
    )


def _key_in(path: Path) -> str:
    try:
        key = path.read_text().strip()
    except OSError as error:
        raise ConfigError(f"The key file {path} cannot be read: {error.strerror}.") from error
    if not key:
        raise ConfigError(f"The key file {path} is empty. Write a long random key into it.")
    return key


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assist-magic", description="Talk to an assistant from a notebook."
    )
    parser.add_argument("--version", action="version", version=f"assist-magic {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")

    def command(
        name: str, call: Callable[[argparse.Namespace, Settings], int]
    ) -> argparse.ArgumentParser:
        text = (call.__doc__ or "").strip()
        made = commands.add_parser(name, help=text.splitlines()[0], description=text)
        made.set_defaults(command=call)
        return made

    shown = command("demo", demo)
    shown.add_argument(
        "--folder", type=Path, default=Path("demo"), help="where the results go (default: ./demo)"
    )
    shown.add_argument(
        "--no-pull", action="store_true", help="do not fetch the local model if it is missing"
    )
    fetched = command("pull", pull)
    fetched.add_argument(
        "name", nargs="?", default="1.5b", help="1.5b (default) or 0.5b, for small machines"
    )
    _describe_serve(command("serve", serve))
    command("status", status)
    command("stop", stop)
    return parser


_SERVE_EXAMPLES = """\
For yourself, on this machine, without a key:
  assist-magic serve
  # then: OpenAI(base_url="http://127.0.0.1:8765/v1", api_key="none")

For a class: a key in a file, every address, a model server behind it:
  python -c "import secrets; print(secrets.token_urlsafe(32))" > key.txt
  assist-magic serve --host 0.0.0.0 --key-file key.txt \\
      --model-url http://gpu.example.org:8000/v1 --model qwen3-32b
  # students: ASSIST_MAGIC_BASE_URL=http://this-host:8765/v1 ASSIST_MAGIC_API_KEY=...

Models: default (exact solver, then the local model), solver, local, local:0.5b, or a name that
the endpoint knows; responses:NAME asks it through its Responses API. The endpoint's own key is
read from OPENAI_API_KEY. Put TLS in front of it (nginx, Caddy) before you leave your network.

GET /healthz says whether it is well. The log has a line for each request, without bodies or
keys. Ctrl-C or SIGTERM stops it: runs that are at work are cancelled and written down.
"""


def _describe_serve(parser: argparse.ArgumentParser) -> None:
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.epilog = _SERVE_EXAMPLES
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8765, help="port; 0 takes a free one")
    parser.add_argument("--key-file", type=Path, help="file with the key that clients must give")
    parser.add_argument("--model", help="model that answers (see below)")
    parser.add_argument("--model-url", help="endpoint that has this model, like https://host/v1")
    parser.add_argument("--data", type=Path, help="folder of the SQLite database and the files")
    parser.add_argument(
        "--database",
        metavar="URL",
        help="another database: postgresql+psycopg://user:password@host/name (extra `postgres`)",
    )
    parser.add_argument("--files", type=Path, help="another folder for what clients upload")
    parser.add_argument(
        "--sandbox", choices=("auto", "none"), help="none runs the assistant's code unprotected"
    )
    parser.add_argument("--for-user", action="store_true", help=argparse.SUPPRESS)
