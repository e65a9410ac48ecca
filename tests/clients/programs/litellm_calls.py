# /// script
# dependencies = ["litellm==1.109.1"]
# ///
"""LiteLLM's assistants calls: assistants, a thread, messages, runs and streamed runs, async too."""

import asyncio
import os

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # else it asks the internet for prices

import litellm

tutor = litellm.create_assistants(
    custom_llm_provider="openai",
    model="gpt-4-turbo",
    instructions="You are a personal math tutor.",
    name="Math Tutor",
    tools=[{"type": "code_interpreter"}],
)
listed = litellm.get_assistants(custom_llm_provider="openai")
assert tutor.id in [each.id for each in listed.data]
thread = litellm.create_thread(
    custom_llm_provider="openai", messages=[{"role": "user", "content": "Hey, how's it going?"}]
)
assert litellm.get_thread(custom_llm_provider="openai", thread_id=thread.id).id == thread.id
litellm.add_message(
    custom_llm_provider="openai",
    thread_id=thread.id,
    role="user",
    content="What is six times seven?",
)
run = litellm.run_thread(custom_llm_provider="openai", thread_id=thread.id, assistant_id=tutor.id)
assert run.status == "completed", run
messages = litellm.get_messages(custom_llm_provider="openai", thread_id=thread.id)
assert "42" in messages.data[0].content[0].text.value, messages
litellm.add_message(
    custom_llm_provider="openai", thread_id=thread.id, role="user", content="Say hello."
)
stream = litellm.run_thread_stream(
    custom_llm_provider="openai", thread_id=thread.id, assistant_id=tutor.id
)
with stream as events:
    said = "".join(events.text_deltas)
assert "Hello there" in said, said


async def main() -> None:
    asked = [{"role": "user", "content": "What is six times seven?"}]
    thread = await litellm.acreate_thread(custom_llm_provider="openai", messages=asked)
    given = {"thread_id": thread.id, "assistant_id": tutor.id}
    run = await litellm.arun_thread(custom_llm_provider="openai", **given)
    assert run.status == "completed", run
    await litellm.a_add_message(
        custom_llm_provider="openai", thread_id=thread.id, role="user", content="Say hello."
    )
    async with litellm.arun_thread_stream(custom_llm_provider="openai", **given) as events:
        said = "".join([text async for text in events.text_deltas])
    assert "Hello there" in said, said
    messages = await litellm.aget_messages(custom_llm_provider="openai", thread_id=thread.id)
    assert "Hello there" in messages.data[0].content[0].text.value, messages


asyncio.run(main())
deleted = litellm.delete_assistant(custom_llm_provider="openai", assistant_id=tutor.id)
assert deleted.deleted
