# /// script
# dependencies = ["langchain-classic==1.0.8", "langchain-community==0.4.2", "openai"]
# ///
"""LangChain's OpenAIAssistantRunnable and its V2: code, an agent with a tool, files, async."""

import asyncio
import io

from langchain_classic.agents import AgentExecutor
from langchain_classic.agents.openai_assistant import OpenAIAssistantRunnable
from langchain_community.agents.openai_assistant import OpenAIAssistantV2Runnable
from langchain_core.agents import AgentFinish
from langchain_core.tools import tool
from openai import OpenAI

tutor = OpenAIAssistantRunnable.create_assistant(
    name="math assistant",
    instructions="You are a personal math tutor. Write and run code to answer math questions.",
    tools=[{"type": "code_interpreter"}],
    model="gpt-4-1106-preview",
)
tutor.check_every_ms = 50
[*_, said] = tutor.invoke({"content": "What is six times seven?"})
assert "42" in said.content[0].text.value, said
again = tutor.invoke({"content": "And what was x?", "thread_id": said.thread_id})
assert "x is 42" in again[-1].content[0].text.value, again


@tool
def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny with {len(city)} clouds"


agent = OpenAIAssistantRunnable.create_assistant(
    name="weather assistant",
    instructions="Look the weather up.",
    tools=[get_weather],
    model="gpt-4-1106-preview",
    as_agent=True,
)
agent.check_every_ms = 50
executor = AgentExecutor(agent=agent, tools=[get_weather])
answer = executor.invoke({"content": "How is the weather?"})
assert "sunny with 4 clouds" in answer["output"], answer


def until_finished(asked: dict[str, str]) -> AgentFinish:
    """The loop of LangChain's documentation: its own calls of the tool."""
    response = by_hand.invoke(asked)
    while not isinstance(response, AgentFinish):
        outputs = [
            {"output": get_weather.invoke(action.tool_input), "tool_call_id": action.tool_call_id}
            for action in response
        ]
        run, thread = response[0].run_id, response[0].thread_id
        response = by_hand.invoke({"tool_outputs": outputs, "run_id": run, "thread_id": thread})
    return response


by_hand = OpenAIAssistantV2Runnable(assistant_id=agent.assistant_id, as_agent=True)
by_hand.check_every_ms = 50
finished = until_finished({"content": "How is the weather?"})
assert "sunny with 4 clouds" in finished.return_values["output"], finished
finished = until_finished({"content": "And the weather now?", "thread_id": finished.thread_id})
assert "sunny with 4 clouds" in finished.return_values["output"], finished


async def main() -> None:
    files = OpenAI().files
    meeting = io.BytesIO(b"The meeting is on Tuesday at noon.")
    notes = files.create(file=("notes.txt", meeting), purpose="assistants")
    data = files.create(file=("data.csv", io.BytesIO(b"v\n3\n4\n")), purpose="assistants")
    reader = await OpenAIAssistantV2Runnable.acreate_assistant(
        name="reader",
        instructions="Read the files.",
        tools=[{"type": "code_interpreter"}, {"type": "file_search"}],
        model="gpt-4o",
        tool_resources={"code_interpreter": {"file_ids": [data.id]}},
    )
    reader.check_every_ms = 50
    [*_, said] = await reader.ainvoke({"content": "Please read data.csv"})
    assert "7" in said.content[0].text.value, said
    asked = {"content": "When is the meeting?", "thread_id": said.thread_id}
    search = {"file_id": notes.id, "tools": [{"type": "file_search"}]}
    [*_, said] = await reader.ainvoke(asked, attachments=[search])
    [citation] = said.content[0].text.annotations
    assert citation.file_citation.file_id == notes.id, citation


asyncio.run(main())
