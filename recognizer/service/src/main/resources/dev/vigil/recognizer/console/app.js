// Who is logged in, and which parts run.
import { byId } from "./dom.js";
import { get, onLoggedOut, postJson, send } from "./api.js";
import * as alerts from "./alerts.js";
import * as cameras from "./cameras.js";
import * as recognitions from "./recognitions.js";
import * as people from "./people.js";

const STATES = { starting: "starting", live: "live", away: "reconnecting", out: "logged out" };
const HIDDEN_MS = 60_000;
let running = false;
let mayEnrol = false;
let hiding = null;

function state(name) {
  byId("state").dataset.state = name;
  byId("state").textContent = STATES[name];
}

async function start() {
  const session = await get("/v1/session");
  mayEnrol = session.role === "operator" || session.role === "admin";
  running = true;
  byId("login").hidden = true;
  byId("console").hidden = false;
  byId("logout").hidden = false;
  people.start(mayEnrol);
  resume();
}

function resume() {
  alerts.watch(mayEnrol);
  cameras.watch();
  recognitions.follow(state, mayEnrol ? people.offer : null);
}

function leave(why) {
  running = false;
  alerts.stop();
  cameras.stop();
  recognitions.stop();
  state("out");
  byId("console").hidden = true;
  byId("logout").hidden = true;
  byId("login").hidden = false;
  if (why) byId("login-why").textContent = why;
  byId("key").focus();
}

onLoggedOut(() => {
  if (running) leave("You were logged out, as happens when Vigil starts anew: give a key, or open a new login link.");
});

byId("login-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  byId("login-error").textContent = "";
  try {
    await postJson("/login", { key: byId("key").value });
    byId("key").value = "";
    await start();
  } catch (problem) {
    byId("login-error").textContent = problem.message;
  }
});

byId("logout").addEventListener("click", async () => {
  try {
    await send("POST", "/logout");
  } finally {
    location.replace("/"); // a clean page: nothing of anybody stays in it
  }
});

// Browsers open six connections to a host at most: a tab that nobody looks at gives its own back.
document.addEventListener("visibilitychange", () => {
  clearTimeout(hiding);
  if (!running) return;
  if (document.hidden) hiding = setTimeout(recognitions.stop, HIDDEN_MS);
  else resume();
});

const expired = new URLSearchParams(location.search).get("login") === "expired";
if (expired) history.replaceState(null, "", "/");
try {
  await start();
} catch (problem) {
  if (problem.status === 401) leave(expired ? "This login link was used already, or is too old: give a key, or start Vigil anew for a new link." : "");
  else {
    state("away");
    setTimeout(() => location.reload(), 3000);
  }
}
