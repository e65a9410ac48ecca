// /// script
// dependencies = ["openai@4.36.0"]
// ///
// The last openai-node that speaks the v1 dialect: retrieval, files of assistants and of messages.

import assert from "node:assert/strict";
import OpenAI, { toFile } from "openai";

const client = new OpenAI();
const { assistants, threads } = client.beta;

const notes = await toFile(Buffer.from("The meeting is on Tuesday at noon."), "notes.txt");
const file = await client.files.create({ file: notes, purpose: "assistants" });
const reader = await assistants.create({
  name: "Reader",
  model: "gpt-4-1106-preview",
  tools: [{ type: "code_interpreter" }, { type: "retrieval" }],
});
const attached = await assistants.files.create(reader.id, { file_id: file.id });
assert.equal(attached.object, "assistant.file");
for await (const each of assistants.files.list(reader.id)) assert.equal(each.id, file.id);

const thread = await threads.create({
  messages: [{ role: "user", content: "When is the meeting?", file_ids: [file.id] }],
});
const run = await threads.runs.createAndPoll(thread.id, { assistant_id: reader.id });
assert.equal(run.status, "completed");
const [answer, question] = (await threads.messages.list(thread.id)).data;
assert.match(answer.content[0].text.value, /Tuesday/);
assert.equal(answer.content[0].text.annotations[0].file_citation.file_id, file.id);
assert.deepEqual(question.file_ids, [file.id]);
const held = await threads.messages.files.list(thread.id, question.id);
assert.equal(held.data[0].object, "thread.message.file");
const steps = (await threads.runs.steps.list(thread.id, run.id)).data;
assert.equal(steps.at(-1).step_details.tool_calls[0].type, "retrieval");

await threads.messages.create(thread.id, { role: "user", content: "What is six times seven?" });
let said = "";
const stream = threads.runs.stream(thread.id, { assistant_id: reader.id });
stream.on("textDelta", (delta) => (said += delta.value));
await stream.done();
assert.match(said, /42/);

assert.ok((await assistants.files.del(reader.id, file.id)).deleted);
assert.deepEqual((await assistants.retrieve(reader.id)).file_ids, []);
