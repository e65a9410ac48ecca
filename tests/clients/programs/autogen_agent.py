# /// script
# dependencies = ["autogen-ext[openai]==0.7.5", "autogen-agentchat==0.7.5", "aiofiles"]
# ///
"""AutoGen's OpenAIAssistantAgent: a function, an uploaded file for code, a reset."""

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
        tools=["code_interpreter", get_weather],
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
    await agent.on_reset(never)
    await agent.delete_uploaded_files(never)
    await agent.delete_assistant(never)


asyncio.run(main())
