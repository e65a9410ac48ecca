// /// script
// dependencies = ["openai@7.57.0"]
// ///
// openai-node: poll, a stream with its events, tool outputs while streaming, files, vector stores.

import assert from "node:assert/strict";
import OpenAI, { toFile } from "openai";

const client = new OpenAI();
const { assistants, threads } = client.beta;

const tutor = await assistants.create({
  name: "Math Tutor",
  model: "gpt-4o",
  tools: [{ type: "code_interpreter" }],
});
const thread = await threads.create();
await threads.messages.create(thread.id, { role: "user", content: "What is six times seven?" });
const run = await threads.runs.createAndPoll(thread.id, { assistant_id: tutor.id });
assert.equal(run.status, "completed");
const page = await threads.messages.list(thread.id, { run_id: run.id });
assert.match(page.data[0].content[0].text.value, /42/);

await threads.messages.create(thread.id, { role: "user", content: "Please shuffle it." });
const seen = [];
const stream = threads.runs.stream(thread.id, { assistant_id: tutor.id });
stream.on("toolCallDone", (call) => seen.push(call.type));
stream.on("textDone", (text) => seen.push(text.value.slice(...span(text))));
stream.on("event", ({ event }) => event === "thread.run.completed" && seen.push(event));
const finished = await stream.finalRun();
assert.equal(finished.status, "completed");
assert.deepEqual(seen.slice(0, 2), ["code_interpreter", "sandbox:/mnt/data/a b.csv"]);
assert.equal(seen.at(-1), "thread.run.completed");

// Indexes count code points; JavaScript's strings count UTF-16 units.
function span(text) {
  const [first] = text.annotations;
  const units = (points) => [...text.value].slice(0, points).join("").length;
  return [units(first.start_index), units(first.end_index)];
}

const messages = await stream.finalMessages();
const made = messages.at(-1).content[0].text.annotations[0].file_path.file_id;
assert.equal(await (await client.files.content(made)).text(), "x\n1\n");

const weather = await assistants.create({
  model: "gpt-4o",
  tools: [{ type: "function", function: { name: "get_weather", parameters: {} } }],
});
const asked = await threads.createAndRunPoll({
  assistant_id: weather.id,
  thread: { messages: [{ role: "user", content: "How is the weather?" }] },
});
assert.equal(asked.status, "requires_action");
const calls = asked.required_action.submit_tool_outputs.tool_calls;
const answering = threads.runs.submitToolOutputsStream(asked.id, {
  thread_id: asked.thread_id,
  tool_outputs: calls.map((call) => ({ tool_call_id: call.id, output: "sunny" })),
});
let said = "";
answering.on("textDelta", (delta) => (said += delta.value));
await answering.done();
assert.match(said, /sunny/);

const notes = await toFile(Buffer.from("The meeting is on Tuesday at noon."), "notes.txt");
const store = await client.vectorStores.create({ name: "notes" });
const lunch = await toFile(Buffer.from("Lunch is on Friday."), "lunch.txt");
const batch = await client.vectorStores.fileBatches.uploadAndPoll(store.id, {
  files: [notes, lunch],
});
assert.equal(batch.file_counts.completed, 2);
let count = 0;
for await (const file of client.vectorStores.files.list(store.id, { limit: 1 }))
  count += file.status === "completed";
assert.equal(count, 2);
const found = await client.vectorStores.search(store.id, { query: "When is the meeting?" });
assert.match(found.data[0].content[0].text, /Tuesday/);
await client.vectorStores.delete(store.id);

// A stream that is left goes on at the server, where its run can be cancelled.
await threads.messages.create(thread.id, { role: "user", content: "Please count slowly." });
const left = threads.runs.stream(thread.id, { assistant_id: tutor.id });
left.on("textDelta", () => left.abort());
await assert.rejects(left.done(), OpenAI.APIUserAbortError);
const [last] = (await threads.runs.list(thread.id)).data;
assert.equal(last.status, "in_progress");
await threads.runs.cancel(last.id, { thread_id: thread.id });
const ended = await threads.runs.poll(last.id, { thread_id: thread.id });
assert.equal(ended.status, "cancelled");
