# /// script
# dependencies = ["langchain-classic==1.0.8", "langchain-community==0.4.2", "openai"]
# ///
"""LangChain's OpenAIAssistantRunnable: code_interpreter, a follow-up, and an agent with a tool."""

from langchain_classic.agents import AgentExecutor
from langchain_classic.agents.openai_assistant import OpenAIAssistantRunnable
from langchain_core.tools import tool

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
