// Reads events of Vigil, checks each by its published schema, and prints recognitions and alerts.
//
//     npm install && node follow.js BOOTSTRAP SCHEMAS [COUNT]     as: node follow.js 127.0.0.1:9092 ../../docs/events
//
// COUNT ends it after so many events; without it, it goes on.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import kafkajs from "kafkajs";

const TOPICS = ["vigil.face.recognized.v1", "vigil.alert.raised.v1", "vigil.face.sighted.v1", "vigil.frame.accounted.v1",
  "vigil.gallery.audited.v1"];
const [bootstrap, folder, count = Infinity] = process.argv.slice(2);

/** A validator for each type of event that has a value in JSON. */
function schemas() {
  const ajv = new Ajv.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  const ending = ".schema.json";
  return new Map(readdirSync(folder).filter((name) => name.endsWith(ending)).map((name) =>
    [name.slice(0, -ending.length), ajv.compile(JSON.parse(readFileSync(join(folder, name), "utf8")))]));
}

function show(kind, event) {
  if (kind === "vigil.face.recognized.v1") {
    console.log("recognition", event.camera.name, event.decision, event.person?.name ?? "-");
  } else if (kind === "vigil.alert.raised.v1") {
    console.log("alert", event.watchlist, event.person.name);
  }
}

const validators = schemas();
const seen = new Map();
let left = Number(count);
let wrong = 0;
let end;
const ended = new Promise((resolve) => { end = resolve; });

const kafka = new kafkajs.Kafka({ clientId: "example", brokers: [bootstrap], logLevel: kafkajs.logLevel.ERROR });
const consumer = kafka.consumer({ groupId: "example-javascript" }); // of what is committed only, as kafkajs does by default
await consumer.connect();
await consumer.subscribe({ topics: TOPICS, fromBeginning: true });
await consumer.run({
  eachMessage: async ({ message }) => {
    if (left <= 0) return;
    const kind = message.headers.ce_type.toString();
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
    const valid = validators.get(kind);
    if (valid === undefined) { // a marker, which has no value; or a kind that is newer than these schemas
      wrong += message.value?.length ? 1 : 0;
    } else {
      const event = JSON.parse(message.value.toString());
      if (!valid(event)) {
        wrong += 1;
        console.error(message.headers.ce_id.toString(), valid.errors);
      }
      show(kind, event);
    }
    left -= 1;
    if (left <= 0) end();
  },
});
await ended;
await consumer.disconnect();
for (const [kind, number] of [...seen].sort()) console.log(kind, number);
process.exitCode = wrong > 0 ? 1 : 0;
