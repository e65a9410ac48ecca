"""One kernel and the conversation with it, by jupyter_client."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from queue import Empty
from typing import Any

import zmq.asyncio
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager

from assist_magic.engine.interpreter.confinement import Confinement
from assist_magic.engine.interpreter.outputs import Outputs
from assist_magic.engine.interpreter.processes import KernelProcess, Launcher, LaunchFailed
from assist_magic.engine.interpreter.provisioner import OneKernelSpec, SandboxProvisioner

_LAST_OUTPUT_SECONDS = 1.0
_GREETING_SECONDS = 0.05
_GREETINGS = 400
_MAX_MESSAGE_BYTES = 32 * 1024 * 1024
_MAX_WAITING_MESSAGES = 20
# What the reading of a message raises when code has forged it badly.
_UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)


def messaging_context() -> zmq.asyncio.Context:
    """A context whose sockets refuse messages that would fill the engine's memory."""
    context = zmq.asyncio.Context()
    context.setsockopt(zmq.MAXMSGSIZE, _MAX_MESSAGE_BYTES)
    context.setsockopt(zmq.RCVHWM, _MAX_WAITING_MESSAGES)
    context.setsockopt(zmq.LINGER, 0)
    return context


class Kernel:
    """A running kernel. Only one cell at a time may be executed."""

    def __init__(
        self,
        manager: AsyncKernelManager,
        process: KernelProcess,
        terms: Confinement,
    ) -> None:
        self.terms = terms
        self.process = process
        self._manager = manager
        self._client = self._connected()

    @classmethod
    async def begin(
        cls, launcher: Launcher, terms: Confinement, context: zmq.asyncio.Context
    ) -> Kernel:
        """Starts a kernel and comes back when it answers.

        Raises:
            LaunchFailed: it did not start.
        """
        manager = AsyncKernelManager(
            kernel_name="assist-magic",
            kernel_spec_manager=OneKernelSpec(),
            connection_file=terms.connection_file,
            context=context,
        )
        if sys.platform != "win32":
            manager.transport = "ipc"
            manager.ip = os.path.join(terms.sockets, "k")
        await manager.start_kernel(launcher=launcher, terms=terms, env={})
        provisioner = manager.provisioner
        assert isinstance(provisioner, SandboxProvisioner)
        assert provisioner.process is not None
        kernel = cls(manager, provisioner.process, terms)
        try:
            if not await kernel.greet():
                raise LaunchFailed("the kernel did not answer")
        except BaseException:
            await kernel.end()
            raise
        return kernel

    def _connected(self) -> AsyncKernelClient:
        client = self._manager.client(context=self._manager.context)
        client.start_channels(stdin=False, hb=False)
        return client

    async def greet(self) -> bool:
        """Waits until what the kernel publishes arrives; False if it has ended or does not.

        A new subscription takes a moment, and a kernel that is ending still takes messages.
        """
        for _ in range(_GREETINGS):
            if self.process.exited.done():
                break
            self._client.kernel_info()
            with contextlib.suppress(Empty, *_UNREADABLE):
                await self._client.get_iopub_msg(timeout=_GREETING_SECONDS)
                return True
        return False

    async def execute(self, code: str, outputs: Outputs) -> str:
        """Runs code to its end; gives back the status of the kernel's reply."""
        cell: str = self._client.execute(code, allow_stdin=False, stop_on_error=False)
        publishing = asyncio.create_task(self._publish(cell, outputs))
        try:
            status = await self._reply(cell)
            # The end of the outputs is lost when the cell floods them.
            await asyncio.wait([publishing], timeout=_LAST_OUTPUT_SECONDS)
            is_complete = publishing.done()
        finally:
            publishing.cancel()
            await asyncio.wait([publishing])
        if not is_complete:  # a message that was too big has ended the connection for good
            outputs.tell("[Some output was lost: it was too much to send.]\n")
            self._client.stop_channels()
            self._client = self._connected()
            await self.greet()
        return status

    async def _reply(self, cell: str) -> str:
        while True:
            message = await self._receive(self._client.get_shell_msg)
            if _is_about(message, cell):
                content = message.get("content")
                return str(content.get("status")) if isinstance(content, dict) else "error"

    async def _publish(self, cell: str, outputs: Outputs) -> None:
        while True:
            message = await self._receive(self._client.get_iopub_msg)
            content = message.get("content")
            if not _is_about(message, cell) or not isinstance(content, dict):
                continue
            kind = message.get("msg_type")
            if kind == "status" and content.get("execution_state") == "idle":
                return
            outputs.take(str(kind), content)

    async def _receive(self, receive: Any) -> dict[str, Any]:
        """The next message; what code forged so badly that it cannot be read is passed over."""
        while True:
            try:
                message = await receive(timeout=None)
            except _UNREADABLE:
                await asyncio.sleep(0)
                continue
            if isinstance(message, dict):
                return message

    async def interrupt(self) -> None:
        """Asks the running code to stop."""
        await self._manager.interrupt_kernel()

    async def end(self) -> None:
        """Ends the kernel with everything that its code began."""
        self._client.stop_channels()
        await self.process.kill()
        await self._manager.cleanup_resources()


def _is_about(message: dict[str, Any], cell: str) -> bool:
    parent = message.get("parent_header")
    return isinstance(parent, dict) and parent.get("msg_id") == cell
