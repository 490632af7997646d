// Recognitions as they come: one card for each track, which changes as its decision does.
import { byId, clock, count, element, jpeg } from "./dom.js";
import { get } from "./api.js";

const MOST = 120;
const RECENT = 80;
const RETRY_MS = 3000;

const WHY = {
  "above-threshold": "the score reaches the threshold",
  "small-margin": "another person scores too close",
  "between-thresholds": "the score lies between the two thresholds",
  "below-threshold": "resembles nobody enough",
  "empty-gallery": "nobody is enrolled yet",
  "low-quality": "no picture of the face was good enough",
  "too-small": "the face was too small",
  "negative-example": "somebody has said that a face like this is not this person",
  "ignored-person": "this person is to be ignored",
  "refused-by-gallery": "the gallery refused to search for it",
};

const cards = new Map();
const tracks = new Map();
const names = new Map();
let source = null;
let lastId = null;
let retry = null;
let wanted = "";
let report = () => {};
let enrolFace = null;

/** What has been decided about a track, or undefined. */
export const ofTrack = (track) => tracks.get(track);

/** A camera's name where an event told it, else its id. */
export const cameraName = (camera) => names.get(camera) || camera;

/** Follows the events; reports "live" or "away", and offers unknown faces to `enrol` where one is given. */
export function follow(onState, enrol) {
  report = onState;
  enrolFace = enrol;
  if (!source || source.readyState === EventSource.CLOSED) open();
}

/** Stops following. */
export function stop() {
  clearTimeout(retry);
  if (source) source.close();
  source = null;
}

function open() {
  stop();
  const from = lastId === null ? `recent=${RECENT}` : `after=${encodeURIComponent(lastId)}`;
  source = new EventSource(`/v1/recognitions?${from}`);
  source.onopen = () => report("live");
  source.onmessage = (message) => {
    lastId = message.lastEventId || lastId;
    show(JSON.parse(message.data));
  };
  source.onerror = () => {
    report("away");
    if (source && source.readyState === EventSource.CLOSED) {
      // Refused: asking who we are brings up the login where that is why.
      get("/v1/session").catch(() => {});
      retry = setTimeout(open, RETRY_MS);
    }
  };
}

function show(event) {
  const seen = tracks.get(event.track.id);
  if (seen && seen.revision >= event.revision) return;
  tracks.set(event.track.id, event);
  if (event.camera.name) names.set(event.camera.id, event.camera.name);
  const fresh = card(event);
  const old = cards.get(event.episode);
  cards.set(event.episode, fresh);
  if (old) old.replaceWith(fresh);
  else byId("recognitions").prepend(fresh);
  if (!seen || seen.decision !== event.decision) fresh.classList.add("fresh");
  trim();
  filter();
}

function trim() {
  const list = byId("recognitions");
  while (list.children.length > MOST) {
    const last = list.lastElementChild;
    cards.delete(last.dataset.episode);
    tracks.delete(last.dataset.track);
    last.remove();
  }
}

function filter() {
  let shown = 0;
  for (const item of byId("recognitions").children) {
    item.hidden = wanted !== "" && item.dataset.decision !== wanted;
    if (!item.hidden) shown += 1;
  }
  byId("recognitions-none").hidden = shown > 0;
}

function card(event) {
  const item = element(
    "li",
    "recognition",
    {},
    picture(event),
    element("div", "text", {}, who(event), score(event), why(event), where(event), offer(event)),
  );
  Object.assign(item.dataset, { episode: event.episode, track: event.track.id, decision: event.decision });
  return item;
}

function picture(event) {
  return event.crop
    ? element("img", "face", { src: jpeg(event.crop.data), alt: "The face as the camera saw it" })
    : element("div", "face", { textContent: "no picture kept" });
}

/** The name to show: only a decision that names a person has one. */
export function title(event) {
  if (event.person) return event.person.name;
  return event.decision === "unknown" ? "Unknown person" : "Nobody";
}

function who(event) {
  const name = element("span", "name", { textContent: title(event), title: title(event) });
  return element("div", "who", {}, element("span", `chip ${event.decision}`, { textContent: event.decision }), name);
}

function score(event) {
  if (event.score === null || event.threshold === null) return null;
  const bar = element("i", "");
  bar.style.width = across(event.score);
  const mark = element("u", "");
  mark.style.left = across(event.threshold);
  return element(
    "div",
    "score",
    {},
    element("b", "", { textContent: event.score.toFixed(2) }),
    element("span", `scale ${event.decision}`, { ariaHidden: "true" }, bar, mark),
    element("span", "", { textContent: `threshold ${event.threshold.toFixed(2)}` }),
  );
}

/** A cosine on the scale, which shows 0 to 1. */
const across = (value) => `${Math.min(1, Math.max(0, value)) * 100}%`;

function why(event) {
  const extrapolated = event.extrapolated ? ", threshold extrapolated" : "";
  return element("p", "why", { textContent: (WHY[event.reason] || event.reason) + extrapolated });
}

function where(event) {
  const time = element("time", "", { dateTime: event.track.firstSeen, textContent: clock(event.track.firstSeen) });
  const frames = ` · ${count(event.track.frames, "frame")}${event.phase === "closed" ? ", gone" : ""}`;
  return element("p", "where", {}, `${event.camera.name || event.camera.id} · `, time, frames);
}

function offer(event) {
  if (!enrolFace || event.decision === "match" || event.decision === "ignored" || !event.crop) return null;
  const button = element("button", "link", { type: "button", textContent: "Enrol this face…" });
  button.addEventListener("click", () => enrolFace(event.crop.data));
  return button;
}

byId("filter").addEventListener("click", (click) => {
  const button = click.target.closest("button");
  if (!button) return;
  wanted = button.dataset.decision;
  for (const other of byId("filter").children) other.setAttribute("aria-pressed", String(other === button));
  filter();
});
