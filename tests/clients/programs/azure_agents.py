# /// script
# dependencies = ["azure-ai-agents==1.1.0"]
# ///
"""Azure's agents client, which speaks the protocol: its paths, its query, its own models.

It insists on https for its tokens; its documented policy for a bare key does not.
"""

import os
import tempfile
from pathlib import Path

from azure.ai.agents import AgentsClient
from azure.ai.agents.models import (
    AgentEventHandler,
    CodeInterpreterTool,
    FilePurpose,
    FileSearchTool,
    FunctionTool,
    ListSortOrder,
    MessageAttachment,
)
from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import SansIOHTTPPolicy


class Key(SansIOHTTPPolicy):
    def on_request(self, request) -> None:
        request.http_request.headers["Authorization"] = f"Bearer {os.environ['OPENAI_API_KEY']}"


class Credential:
    def get_token(self, *scopes: str, **options: object) -> AccessToken:
        return AccessToken(os.environ["OPENAI_API_KEY"], 2**31)


def get_weather(city: str) -> str:
    """The weather of a city.

    :param city: its name
    """
    return f"sunny with {len(city)} clouds"


class Handler(AgentEventHandler):
    said = ""

    def on_message_delta(self, delta) -> None:
        self.said += delta.text


client = AgentsClient(
    endpoint=os.environ["OPENAI_BASE_URL"],
    credential=Credential(),
    authentication_policy=Key(),
    polling_interval=0.05,
)
with client:
    code = CodeInterpreterTool()
    agent = client.create_agent(
        model="gpt-4o", name="tutor", instructions="Help.", tools=code.definitions
    )
    thread = client.threads.create()
    client.messages.create(thread_id=thread.id, role="user", content="What is six times seven?")
    run = client.runs.create_and_process(
        thread_id=thread.id, agent_id=agent.id, polling_interval=0.05
    )
    assert run.status == "completed", run
    said = client.messages.get_last_message_text_by_role(thread_id=thread.id, role="assistant")
    assert "42" in said.text.value, said
    steps = list(client.run_steps.list(thread_id=thread.id, run_id=run.id))
    assert any(step.type == "tool_calls" for step in steps), steps

    client.messages.create(thread_id=thread.id, role="user", content="Say hello.")
    with client.runs.stream(thread_id=thread.id, agent_id=agent.id) as stream:
        kinds = [kind for kind, _, _ in stream]
    assert kinds[0] == "thread.run.created", kinds
    assert kinds[-1] == "done", kinds
    listed = list(client.messages.list(thread_id=thread.id, order=ListSortOrder.ASCENDING))
    assert listed[-1].text_messages[0].text.value.startswith("Hello there"), listed

    functions = FunctionTool(functions={get_weather})
    client.enable_auto_function_calls({get_weather})
    agent = client.update_agent(agent.id, tools=functions.definitions)
    client.messages.create(thread_id=thread.id, role="user", content="How is the weather?")
    run = client.runs.create_and_process(
        thread_id=thread.id, agent_id=agent.id, polling_interval=0.05
    )
    said = client.messages.get_last_message_text_by_role(thread_id=thread.id, role="assistant")
    assert "sunny with 4 clouds" in said.text.value, said

    client.messages.create(thread_id=thread.id, role="user", content="And the weather now?")
    with client.runs.stream(
        thread_id=thread.id, agent_id=agent.id, event_handler=Handler()
    ) as stream:
        stream.until_done()
        assert "sunny with 4 clouds" in stream.said, stream.said

    with tempfile.TemporaryDirectory() as folder:
        data, notes = Path(folder) / "data.csv", Path(folder) / "notes.txt"
        data.write_text("v\n3\n4\n")
        notes.write_text("The meeting is on Tuesday at noon.")
        kept = [
            client.files.upload_and_poll(file_path=str(path), purpose=FilePurpose.AGENTS).id
            for path in (data, notes)
        ]
    store = client.vector_stores.create_and_poll(name="notes", polling_interval=0.05)
    batch = client.vector_store_file_batches.create_and_poll(
        vector_store_id=store.id, file_ids=kept[1:], polling_interval=0.05
    )
    assert batch.file_counts.completed == 1, batch
    search = FileSearchTool(vector_store_ids=[store.id])
    agent = client.update_agent(agent.id, tools=search.definitions, tool_resources=search.resources)
    client.messages.create(thread_id=thread.id, role="user", content="When is the meeting?")
    client.runs.create_and_process(thread_id=thread.id, agent_id=agent.id, polling_interval=0.05)
    said = client.messages.get_last_message_by_role(thread_id=thread.id, role="assistant")
    [citation] = said.file_citation_annotations
    assert citation.file_citation.file_id == kept[1], said
    client.vector_stores.delete(store.id)

    agent = client.update_agent(agent.id, tools=code.definitions)
    attached = MessageAttachment(file_id=kept[0], tools=code.definitions)
    client.messages.create(
        thread_id=thread.id, role="user", content="Please read data.csv", attachments=[attached]
    )
    client.runs.create_and_process(thread_id=thread.id, agent_id=agent.id, polling_interval=0.05)
    said = client.messages.get_last_message_text_by_role(thread_id=thread.id, role="assistant")
    assert said.text.value == "The sum is 7.", said

    file = client.files.upload(file_path=__file__, purpose=FilePurpose.AGENTS)
    assert file.id in [each.id for each in client.files.list().data]
    client.files.delete(file.id)
    client.delete_agent(agent.id)
