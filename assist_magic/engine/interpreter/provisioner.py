"""The kernel provisioner `assist-magic-sandbox`: how jupyter_client starts our kernels.

A runtime for a gateway or a cluster names another provisioner; nothing else changes.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager
from jupyter_client.provisioning.provisioner_base import KernelProvisionerBase

from assist_magic.engine.interpreter.confinement import Confinement
from assist_magic.engine.interpreter.processes import KernelProcess, Launcher

NAME = "assist-magic-sandbox"


class SandboxProvisioner(KernelProvisionerBase):
    """Starts a kernel through the launcher and with the terms given to `start_kernel`."""

    process: KernelProcess | None = None

    @property
    def has_process(self) -> bool:
        return self.process is not None

    async def poll(self) -> int | None:
        if self.process is None:
            return 0
        return self.process.exited.result() if self.process.exited.done() else None

    async def wait(self) -> int | None:
        if self.process is None:
            return 0
        code = await asyncio.shield(self.process.exited)
        self.process = None
        return code

    async def send_signal(self, signum: int) -> None:
        if signum == getattr(signal, "SIGKILL", None):
            await self.kill()
        elif self.process is not None and signum != 0:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signum)

    async def kill(self, restart: bool = False) -> None:
        if self.process is not None:
            await self.process.kill()

    async def terminate(self, restart: bool = False) -> None:
        await self.kill(restart)

    async def cleanup(self, restart: bool = False) -> None:
        """Nothing is held beyond the process; the runtime deletes the folders."""

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        manager = self.parent
        assert isinstance(manager, KernelManager)
        manager.write_connection_file()
        self.connection_info = manager.get_connection_info()
        return await super().pre_launch(cmd=[], **kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        launcher: Launcher = kwargs["launcher"]
        terms: Confinement = kwargs["terms"]
        self.process = await launcher.launch(terms)
        return self.connection_info


class OneKernelSpec(KernelSpecManager):
    """Knows one kernel, that of this provisioner, and looks for none on the disk."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        return KernelSpec(
            argv=[],
            display_name="Python (assist_magic)",
            language="python",
            interrupt_mode="message",
            metadata={"kernel_provisioner": {"provisioner_name": NAME}},
        )
