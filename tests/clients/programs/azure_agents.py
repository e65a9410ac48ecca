# /// script
# dependencies = ["azure-ai-agents==1.1.0"]
# ///
"""Azure's agents client, which speaks the protocol: its paths, its query, its own models.

It insists on https for its tokens; its documented policy for a bare key does not.
"""

import os

from azure.ai.agents import AgentsClient
from azure.ai.agents.models import CodeInterpreterTool, FilePurpose, FunctionTool, ListSortOrder
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

    file = client.files.upload(file_path=__file__, purpose=FilePurpose.AGENTS)
    assert file.id in [each.id for each in client.files.list().data]
    client.files.delete(file.id)
    client.delete_agent(agent.id)
