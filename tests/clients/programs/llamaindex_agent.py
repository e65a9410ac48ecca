# /// script
# dependencies = ["llama-index-agent-openai==0.4.12"]
# ///
"""LlamaIndex's OpenAIAssistantAgent: code_interpreter, a function, files, an existing thread."""

import os
import tempfile
from pathlib import Path

from llama_index.agent.openai import OpenAIAssistantAgent
from llama_index.core.tools import FunctionTool


def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny with {len(city)} clouds"


agent = OpenAIAssistantAgent.from_new(
    name="Math Tutor",
    instructions="You are a personal math tutor.",
    openai_tools=[{"type": "code_interpreter"}, {"type": "file_search"}],
    tools=[FunctionTool.from_defaults(fn=get_weather)],
    api_key=os.environ["OPENAI_API_KEY"],
)
answer = agent.chat("What is six times seven?")
assert "42" in str(answer), answer
answer = agent.chat("How is the weather?")
assert "sunny with 4 clouds" in str(answer), answer
assert len(agent.chat_history) == 5, agent.chat_history

with tempfile.TemporaryDirectory() as folder:
    notes = Path(folder) / "notes.txt"
    notes.write_text("The meeting is on Tuesday at noon.")
    [file_id] = agent.upload_files([str(notes)])
agent.add_message("When is the meeting?", file_ids=[file_id])
agent.run_assistant()
assert "Tuesday at noon" in str(agent.latest_message), agent.latest_message
again = OpenAIAssistantAgent.from_existing(
    assistant_id=agent.assistant.id,
    thread_id=agent.thread_id,
    api_key=os.environ["OPENAI_API_KEY"],
)
assert "x is 42" in str(again.chat("And what was x?")), again.chat_history
agent.reset()
assert agent.chat_history == []
