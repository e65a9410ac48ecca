"""The kernel that runs inside the sandbox: a stock ipykernel, made quiet, short and lockable."""

from __future__ import annotations

import logging
import os
import signal
import sys
import tempfile
import traceback
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import ipykernel.kernelapp
from ipykernel.iostream import IOPubThread
from ipykernel.ipkernel import IPythonKernel
from ipykernel.zmqshell import ZMQInteractiveShell
from IPython.core.error import StdinNotImplementedError
from traitlets.config import Config

from assist_magic.engine.interpreter import confinement

STACK = ("numpy", "pandas", "sympy", "matplotlib.pyplot", "scipy.optimize", "scipy.stats")
_SETTLE = "import matplotlib.pyplot as _p; _p.figure(); _p.close('all'); del _p"


class Shell(ZMQInteractiveShell):
    """A shell whose tracebacks show the code of cells and of /mnt/data alone.

    exit(), quit() and sys.exit() end their cell; the kernel goes on.
    """

    # A pseudo-terminal, as the stock shell wants for "!command", lies outside of the sandbox.
    system = ZMQInteractiveShell.system_raw

    def ask_exit(self) -> None:
        """What exit() and quit() do: they end the cell where they stand, as in a script."""
        raise SystemExit

    def _showtraceback(
        self, etype: type[BaseException], evalue: BaseException, stb: list[str]
    ) -> None:
        if issubclass(etype, SystemExit):
            code = f" with {evalue}" if str(evalue) else ""
            line = f"SystemExit: the code ended itself here{code}; variables are kept."
            super()._showtraceback(etype, evalue, [line])  # type: ignore[no-untyped-call]
            return
        names = {name: f"Cell {number}" for name, number in self.compile._filename_map.items()}
        text = "".join(_shortened(etype, evalue, names, os.getcwd()).format()).rstrip()
        super()._showtraceback(  # type: ignore[no-untyped-call]
            etype, evalue, text.splitlines()
        )


class Kernel(IPythonKernel):
    """A kernel that says plainly that nobody can answer input()."""

    shell_class = Shell

    def raw_input(self, prompt: str = "") -> str:
        raise StdinNotImplementedError("input() does not work here: nobody can answer it.")

    def getpass(self, *arguments: object, **options: object) -> str:
        raise StdinNotImplementedError("getpass() does not work here: nobody can answer it.")


class _Pipeless(IOPubThread):
    """Outputs without the TCP pipe for child processes: libzmq ends a process that is denied it."""

    def __init__(self, socket: Any, pipe: bool = False, **options: Any) -> None:
        super().__init__(socket, pipe=False, **options)  # type: ignore[no-untyped-call]


class App(ipykernel.kernelapp.IPKernelApp):
    kernel_class = Kernel

    def init_poller(self) -> None:
        """Watches for no parent: the fork server and the system's own means end the kernel."""


def _shortened(
    kind: type[BaseException], error: BaseException, names: dict[str, str], data: str
) -> traceback.TracebackException:
    """The report of an error with the user's own frames only."""
    tb: TracebackType | None = error.__traceback__
    report = traceback.TracebackException(kind, error, tb, compact=True)
    link: traceback.TracebackException | None = report
    while link is not None:
        _keep_own_frames(link, names, data)
        if isinstance(getattr(link, "filename", None), str):
            link.filename = names.get(link.filename, link.filename)
        for chain in ("__cause__", "__context__"):
            following = getattr(link, chain)
            if following is not None and not _has_own_frames(following, names, data):
                setattr(link, chain, None)
        link = link.__cause__ or link.__context__
    return report


def _is_own(frame: traceback.FrameSummary, names: dict[str, str], data: str) -> bool:
    return frame.filename in names or frame.filename.startswith(data + os.sep)


def _has_own_frames(report: traceback.TracebackException, names: dict[str, str], data: str) -> bool:
    return any(_is_own(frame, names, data) for frame in report.stack)


def _keep_own_frames(
    report: traceback.TracebackException, names: dict[str, str], data: str
) -> None:
    own = [frame for frame in report.stack if _is_own(frame, names, data)]
    for frame in own:
        frame.line  # noqa: B018 - reads the source line while the file still has its real name
        frame.filename = names.get(frame.filename, frame.filename)
    report.stack = traceback.StackSummary.from_list(own)


def serve(
    terms: confinement.Confinement, libraries: Sequence[str], ready: Callable[[], None]
) -> None:
    """Confines this process for good, becomes a kernel and serves it; `ready` is called between.

    Raises:
        OSError: a layer of the sandbox could not be applied.
    """
    _reset_signals()
    kept = confinement.confine(terms, libraries)
    _settle_environment(terms.inner_scratch)
    _settle_warnings()
    app = _application(terms)
    confinement.seal(terms)
    ready()
    app.start()  # type: ignore[no-untyped-call]
    del kept


def _reset_signals() -> None:
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    if hasattr(signal, "SIGCHLD"):
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)


def _settle_warnings() -> None:
    """Drops IPython's advice on how to leave it, which SystemExit would print."""
    warnings.filterwarnings("ignore", message="To exit: use")


def _settle_environment(scratch: str) -> None:
    for name in ("HOME", "TMPDIR", "TEMP", "TMP", "MPLCONFIGDIR", "XDG_CACHE_HOME"):
        os.environ[name] = scratch
    tempfile.tempdir = None  # what has been imported may have looked for one outside already
    os.environ["IPYTHONDIR"] = str(Path(scratch, ".ipython"))
    os.environ["USER"] = os.environ["LOGNAME"] = "user"


def _application(terms: confinement.Confinement) -> App:
    settings = Config()
    settings.Application.log_level = logging.CRITICAL
    settings.HistoryManager.enabled = False
    settings.InteractiveShell.colors = "nocolor"
    settings.InteractiveShell.xmode = "Minimal"
    settings.InteractiveShellApp.matplotlib = "inline"
    settings.InteractiveShellApp.exec_lines = [_SETTLE]
    settings.IPKernelApp.connection_file = terms.connection_file
    app: App = App.instance(config=settings)
    setattr(ipykernel.kernelapp, "IOPubThread", _Pipeless)  # noqa: B010 - typed as final
    app.initialize([])  # type: ignore[no-untyped-call]
    if "" not in sys.path:  # modules that code writes into its folder can be imported
        sys.path.insert(0, "")
    return app
