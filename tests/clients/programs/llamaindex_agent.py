# /// script
# dependencies = ["llama-index-agent-openai==0.4.12"]
# ///
"""LlamaIndex's OpenAIAssistantAgent: code_interpreter, a function, the history, a reset."""

import os

from llama_index.agent.openai import OpenAIAssistantAgent
from llama_index.core.tools import FunctionTool


def get_weather(city: str) -> str:
    """The weather of a city."""
    return f"sunny with {len(city)} clouds"


agent = OpenAIAssistantAgent.from_new(
    name="Math Tutor",
    instructions="You are a personal math tutor.",
    openai_tools=[{"type": "code_interpreter"}],
    tools=[FunctionTool.from_defaults(fn=get_weather)],
    api_key=os.environ["OPENAI_API_KEY"],
)
answer = agent.chat("What is six times seven?")
assert "42" in str(answer), answer
answer = agent.chat("How is the weather?")
assert "sunny with 4 clouds" in str(answer), answer
assert len(agent.chat_history) == 5, agent.chat_history
agent.reset()
assert agent.chat_history == []
