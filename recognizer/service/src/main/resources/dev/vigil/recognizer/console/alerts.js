// Alerts that nobody has seen to yet, newest first.
import { byId, clock, count, element, jpeg } from "./dom.js";
import { get, postJson } from "./api.js";

const EVERY_MS = 3000;
const MOST = 6;
const RECENT = 200;

let running = false;
let operator = false;
let shown = "";

/** Starts looking; with `maySeeTo` each alert can be acknowledged. */
export function watch(maySeeTo) {
  operator = maySeeTo;
  if (running) return;
  running = true;
  look();
}

/** Stops looking. */
export function stop() {
  running = false;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function look() {
  while (running) {
    if (!document.hidden) await refresh();
    await pause(EVERY_MS);
  }
}

async function refresh() {
  try {
    draw((await get(`/v1/alerts?limit=${RECENT}`)).filter((alert) => !alert.acknowledged));
  } catch (problem) {
    if (problem.status === 401) running = false;
  }
}

function draw(open) {
  const ids = open.map((alert) => alert.id).join("\n");
  if (ids === shown) return;
  shown = ids;
  byId("alerts-section").hidden = open.length === 0;
  byId("alerts-count").textContent = open.length > MOST ? `${open.length} open, the newest ${MOST} shown` : `${open.length} open`;
  byId("alerts").replaceChildren(...open.slice(0, MOST).map(item));
}

function item(alert) {
  const name = alert.person ? alert.person.name : "Somebody";
  const time = element("time", "", { dateTime: alert.appearedAt, textContent: clock(alert.appearedAt) });
  const node = element(
    "li",
    `alert ${alert.severity}`,
    {},
    alert.crop ? element("img", "face", { src: jpeg(alert.crop.data), alt: "The face as the camera saw it" }) : element("div", "face"),
    element(
      "div",
      "text",
      {},
      element("div", "who", {}, element("span", `chip ${alert.severity}`, { textContent: alert.severity }), element("span", "name", { textContent: name, title: name })),
      element("p", "where", {}, `${alert.watchlist} · ${alert.camera.name || alert.camera.id} · `, time, ` · ${count(alert.track.frames, "frame")}`),
    ),
  );
  if (operator) {
    const button = element("button", "", { type: "button", textContent: "Acknowledge", ariaLabel: `Acknowledge the alert about ${name}` });
    button.addEventListener("click", () => acknowledge(alert, node, button));
    node.append(button);
  }
  return node;
}

async function acknowledge(alert, node, button) {
  button.disabled = true;
  try {
    await postJson("/v1/alerts/acknowledged", { alert: alert.id });
    node.remove();
    await refresh();
  } catch (problem) {
    button.disabled = false;
    node.append(element("p", "error", { textContent: problem.message }));
  }
}
