# /// script
# dependencies = ["autogen-ext[openai]==0.7.5", "autogen-agentchat==0.7.5", "aiofiles"]
# ///
"""AutoGen's OpenAIAssistantAgent: a function, files for code and for search, a kept state."""

import asyncio
import tempfile
from pathlib import Path

from autogen_agentchat.messages import TextMessage
from autogen_core import CancellationToken
from autogen_ext.agents.openai import OpenAIAssistantAgent
from openai import AsyncOpenAI


def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny with {len(city)} clouds"


async def main() -> None:
    never = CancellationToken()
    agent = OpenAIAssistantAgent(
        name="helper",
        description="Helps",
        client=AsyncOpenAI(),
        model="gpt-4o",
        instructions="Help.",
        tools=["code_interpreter", "file_search", get_weather],
    )

    async def ask(text: str) -> str:
        said = await agent.on_messages([TextMessage(content=text, source="user")], never)
        return str(said.chat_message.content)

    assert "sunny with 4 clouds" in await ask("How is the weather?")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.csv"
        path.write_text("v\n3\n4\n")
        await agent.on_upload_for_code_interpreter(str(path), never)
        assert "7" in await ask("Please read data.csv")
        notes = Path(folder) / "notes.txt"
        notes.write_text("The meeting is on Tuesday at noon.")
        await agent.on_upload_for_file_search(str(notes), never)
    assert "Tuesday at noon" in await ask("When is the meeting?")
    again = OpenAIAssistantAgent(
        name="again",
        description="Goes on",
        client=AsyncOpenAI(),
        model="gpt-4o",
        instructions="Help.",
    )
    await again.load_state(await agent.save_state())
    asked = TextMessage(content="What is six times seven?", source="user")
    parts = [part async for part in again.on_messages_stream([asked], never)]
    assert "42" in parts[-1].chat_message.content, parts
    await agent.on_reset(never)
    await agent.delete_uploaded_files(never)
    await agent.delete_vector_store(never)
    await agent.delete_assistant(never)


asyncio.run(main())
