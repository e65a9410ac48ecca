# /// script
# dependencies = ["semantic-kernel==1.45.0"]
# ///
"""Semantic Kernel's OpenAIAssistantAgent: code_interpreter, a plugin, streaming, one thread."""

import asyncio

from openai import AsyncOpenAI
from semantic_kernel.agents import AssistantAgentThread, OpenAIAssistantAgent
from semantic_kernel.functions import kernel_function


class Weather:
    @kernel_function(name="get_weather", description="The weather of a city.")
    def get_weather(self, city: str) -> str:
        return f"sunny with {len(city)} clouds"


async def main() -> None:
    client = AsyncOpenAI()
    tools, resources = OpenAIAssistantAgent.configure_code_interpreter_tool()
    made = await client.beta.assistants.create(
        model="gpt-4o", name="Tutor", instructions="Help.", tools=tools, tool_resources=resources
    )
    agent = OpenAIAssistantAgent(client=client, definition=made)
    thread = AssistantAgentThread(client=client)
    asked = agent.invoke(messages="What is six times seven?", thread=thread)
    said = [str(each.message) async for each in asked]
    assert any("42" in each for each in said), said
    said = [part async for part in agent.invoke_stream(messages="Say hello.", thread=thread)]
    assert "".join(str(part) for part in said).startswith("Hello there"), said
    await thread.delete()

    made = await client.beta.assistants.create(
        model="gpt-4o", name="Forecast", instructions="Look."
    )
    helper = OpenAIAssistantAgent(client=client, definition=made, plugins=[Weather()])
    thread = AssistantAgentThread(client=client)
    answer = await helper.get_response(messages="Ask the plugin.", thread=thread)
    assert "sunny" in str(answer), answer
    await client.beta.assistants.delete(made.id)


asyncio.run(main())
