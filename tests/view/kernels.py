"""A real kernel for the tests of the views, and what it publishes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.blocking import BlockingKernelClient
from jupyter_client.manager import KernelManager

Message = dict[str, Any]
NOT_DISPLAY = ("status", "execute_input")


@contextmanager
def running_kernel() -> Iterator[BlockingKernelClient]:
    """A kernel that can import the tests."""
    manager = KernelManager()
    manager.start_kernel(cwd=str(Path(__file__).parents[2]))
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def run(client: BlockingKernelClient, code: str, cell_id: str | None = None) -> list[Message]:
    """Run code as a front end does that names its cell (or does not); what came on iopub."""
    content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
    request = client.session.msg("execute_request", content)
    if cell_id is not None:
        request["metadata"]["cellId"] = cell_id
    client.shell_channel.send(request)
    messages = list(_published(client, request["header"]["msg_id"]))
    errors = [message for message in messages if message["msg_type"] == "error"]
    assert not errors, "\n".join(errors[0]["content"]["traceback"])
    return [message for message in messages if message["msg_type"] not in NOT_DISPLAY]


def _published(client: BlockingKernelClient, request: str) -> Iterator[Message]:
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["parent_header"].get("msg_id") != request:
            continue
        yield message
        if message["content"].get("execution_state") == "idle":
            return


def final_outputs(messages: list[Message]) -> list[Message]:
    """The contents of the outputs that a front end shows after these messages."""
    shown: list[Message] = []
    for message in messages:
        content = message["content"]
        if message["msg_type"] in ("display_data", "stream"):
            shown.append(content)
        if message["msg_type"] == "update_display_data":
            for place, before in enumerate(shown):
                if before.get("transient") == content["transient"]:
                    shown[place] = content
    return shown


def size(message: Message) -> int:
    """Bytes of what a message carries: its content, metadata and buffers."""
    carried = {"content": message["content"], "metadata": message["metadata"]}
    text = json.dumps(carried, ensure_ascii=False, separators=(",", ":"))
    return len(text.encode()) + sum(len(buffer) for buffer in message["buffers"])


ANSWER = r"""## Completing the square

We start from \(y = -5x^2 + 7x + 89\) and factor the leading coefficient out of the first two
terms, because then the square is easy to see:

\[
y = -5\left(x^2 - \frac{7}{5}x\right) + 89
\]

- Half of \(\frac{7}{5}\) is **0.7**, and its square is `0.49`.
- Adding and subtracting it inside changes nothing.

```python
a, b, c = -5, 7, 89
x = -b / (2 * a)
print(x, a * x**2 + b * x + c)
```

So the vertex lies at \((0.7,\ 91.45)\), and a ticket of $5 pays for itself after 18 of them.

"""
