# /// script
# dependencies = ["openai==1.20.0", "httpx<0.28"]
# ///
"""The last openai-python that speaks the v1 dialect: retrieval, file_ids, steps, streaming."""

import io
import time

from openai import AssistantEventHandler, OpenAI

client = OpenAI()
notes = io.BytesIO(b"The meeting is on Tuesday at noon.")
file = client.files.create(file=("notes.txt", notes), purpose="assistants")
assistant = client.beta.assistants.create(
    name="Math Tutor",
    instructions="You are a personal math tutor.",
    tools=[{"type": "code_interpreter"}, {"type": "retrieval"}],
    model="gpt-4-1106-preview",
    file_ids=[file.id],
)
assert assistant.file_ids == [file.id], assistant
assert [tool.type for tool in assistant.tools] == ["code_interpreter", "retrieval"], assistant
attached = client.beta.assistants.files.list(assistant.id)
assert [each.id for each in attached.data] == [file.id], attached
thread = client.beta.threads.create()
message = client.beta.threads.messages.create(
    thread_id=thread.id, role="user", content="What is six times seven?", file_ids=[file.id]
)
assert message.file_ids == [file.id], message
run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
while run.status in ("queued", "in_progress"):
    time.sleep(0.05)
    run = client.beta.threads.runs.retrieve(thread_id=thread.id, run_id=run.id)
assert run.status == "completed", run
[last, *_] = client.beta.threads.messages.list(thread_id=thread.id).data
assert "42" in last.content[0].text.value, last
steps = client.beta.threads.runs.steps.list(thread_id=thread.id, run_id=run.id)
[call] = [each for each in steps.data if each.type == "tool_calls"]
assert call.step_details.tool_calls[0].code_interpreter.outputs[0].logs.startswith("42"), call


class Handler(AssistantEventHandler):
    said = ""

    def on_text_delta(self, delta, snapshot) -> None:
        self.said += delta.value


client.beta.threads.messages.create(thread_id=thread.id, role="user", content="Say hello.")
with client.beta.threads.runs.create_and_stream(
    thread_id=thread.id, assistant_id=assistant.id, event_handler=Handler()
) as stream:
    stream.until_done()
    assert stream.said.startswith("Hello there"), stream.said
client.beta.assistants.files.delete(file.id, assistant_id=assistant.id)
assert client.beta.assistants.retrieve(assistant.id).file_ids == []
