# /// script
# dependencies = ["semantic-kernel==1.45.0"]
# ///
"""Semantic Kernel's OpenAIAssistantAgent: code, files, search, a plugin, streaming, one thread."""

import asyncio
import io

from openai import AsyncOpenAI
from semantic_kernel.agents import AssistantAgentThread, OpenAIAssistantAgent
from semantic_kernel.contents import AnnotationContent, FileReferenceContent
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

    notes = io.BytesIO(b"The meeting is on Tuesday at noon.")
    file = await client.files.create(file=("notes.txt", notes), purpose="assistants")
    store = await client.vector_stores.create(name="notes")
    await client.vector_stores.files.create_and_poll(file.id, vector_store_id=store.id)
    searching, found = OpenAIAssistantAgent.configure_file_search_tool(store.id)
    made = await client.beta.assistants.update(
        made.id, tools=[*tools, *searching], tool_resources=found
    )
    agent = OpenAIAssistantAgent(client=client, definition=made)
    said = await agent.get_response(messages="When is the meeting?", thread=thread)
    [citation] = [each for each in said.items if isinstance(each, AnnotationContent)]
    assert citation.file_id == file.id, citation
    said = await agent.get_response(messages="Please draw it.", thread=thread)
    [image] = [each for each in said.items if isinstance(each, FileReferenceContent)]
    assert (await client.files.content(image.file_id)).content.startswith(b"\x89PNG")
    await client.vector_stores.delete(store.id)
    await thread.delete()

    made = await client.beta.assistants.create(
        model="gpt-4o", name="Forecast", instructions="Look."
    )
    helper = OpenAIAssistantAgent(client=client, definition=made, plugins=[Weather()])
    thread = AssistantAgentThread(client=client)
    answer = await helper.get_response(messages="Ask the plugin.", thread=thread)
    assert "sunny" in str(answer), answer
    seen = []

    async def note(message) -> None:
        seen.extend(type(item).__name__ for item in message.items)

    parts = helper.invoke_stream(
        messages="Ask the plugin.", thread=thread, on_intermediate_message=note
    )
    said = "".join([str(part) async for part in parts])
    assert "sunny with 4 clouds" in said, said
    assert seen == ["FunctionCallContent", "FunctionResultContent"], seen
    await client.beta.assistants.delete(made.id)


asyncio.run(main())
