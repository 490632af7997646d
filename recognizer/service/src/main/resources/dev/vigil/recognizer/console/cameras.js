// The cameras' latest pictures, each with the boxes that belong to that very frame.
import { byId, clock, count, element, jpeg } from "./dom.js";
import { get, send } from "./api.js";
import { cameraName, ofTrack, title } from "./recognitions.js";

const LIST_MS = 2000;
const FRAME_MS = 200;
const SLOW_MS = 2000;

const views = new Map();
let running = false;

/** Starts looking at every camera that is on. */
export function watch() {
  if (running) return;
  running = true;
  list();
}

/** Stops looking. */
export function stop() {
  running = false;
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function list() {
  while (running) {
    if (!document.hidden) {
      try {
        update((await get("/v1/live")).map((frame) => frame.camera));
      } catch (problem) {
        if (problem.status === 401) running = false;
      }
    }
    await pause(LIST_MS);
  }
}

function update(on) {
  for (const camera of on) {
    if (!views.has(camera)) add(camera);
    if (!views.get(camera).on) follow(views.get(camera));
  }
  for (const view of views.values()) {
    if (!on.includes(view.camera)) off(view);
  }
  byId("cameras-none").hidden = views.size > 0;
  byId("cameras-count").textContent = views.size === 0 ? "" : `${on.length} on`;
}

function add(camera) {
  const view = { camera, on: false, tag: null, shown: null, names: "", picture: element("img", "", { alt: "" }) };
  view.boxes = element("div", "boxes");
  view.name = element("span", "name");
  view.when = element("span", "when");
  view.stage = element("div", "stage", {}, view.picture, view.boxes);
  view.frame = element("div", "view", {}, view.stage);
  view.node = element("figure", "camera", {}, view.frame, element("figcaption", "", {}, view.name, view.when));
  views.set(camera, view);
  byId("cameras").append(view.node);
}

function off(view) {
  view.on = false;
  view.node.classList.add("off");
  view.when.textContent = "off";
  view.shown = null;
  view.boxes.replaceChildren();
}

async function follow(view) {
  view.on = true;
  view.tag = null;
  view.node.classList.remove("off");
  while (running && view.on) {
    let wait = FRAME_MS * Math.max(1, views.size / 6);
    try {
      if (document.hidden) wait = SLOW_MS;
      else await look(view);
    } catch {
      wait = SLOW_MS; // off, or away: the list says which
    }
    await pause(wait);
  }
}

async function look(view) {
  const headers = view.tag ? { "If-None-Match": view.tag } : {};
  const response = await send("GET", `/v1/live/${encodeURIComponent(view.camera)}/frame`, { headers });
  if (response.status === 304) {
    // a picture that stays may have been recognised meanwhile
    if (view.shown && names(view.shown) !== view.names) draw(view);
    return;
  }
  view.tag = response.headers.get("ETag");
  const frame = await response.json();
  const picture = element("img", "", { src: jpeg(frame.jpeg) });
  await picture.decode();
  if (!view.on) return;
  picture.alt = `Latest picture of ${cameraName(view.camera)}, with ${count(frame.faces.length, "face")}`;
  view.picture.replaceWith(picture);
  view.picture = picture;
  shape(view, frame.width / frame.height);
  view.name.textContent = cameraName(view.camera);
  view.when.textContent = clock(frame.capturedAt);
  view.shown = frame;
  draw(view);
}

function draw(view) {
  view.names = names(view.shown);
  view.boxes.replaceChildren(...view.shown.faces.map((face) => box(face, view.shown)));
}

/** What the boxes of a frame say now. */
function names(frame) {
  return JSON.stringify(frame.faces.map((face) => label(ofTrack(face.track))));
}

/** Wide pictures fill their place; high ones stand in the middle of one that is four to three. */
function shape(view, ratio) {
  view.frame.style.aspectRatio = String(Math.max(ratio, 4 / 3));
  view.stage.style.aspectRatio = String(ratio);
  view.stage.classList.toggle("tall", ratio < 4 / 3);
}

function box(face, frame) {
  const known = ofTrack(face.track);
  const [x, y, width, height] = face.box;
  const node = element("div", known ? `box ${known.decision}` : "box");
  node.style.left = `${(x / frame.width) * 100}%`;
  node.style.top = `${(y / frame.height) * 100}%`;
  node.style.width = `${(width / frame.width) * 100}%`;
  node.style.height = `${(height / frame.height) * 100}%`;
  node.classList.toggle("low", y < frame.height * 0.12);
  node.classList.toggle("right", x + width / 2 > frame.width * 0.62);
  if (known) node.append(element("span", "", { textContent: label(known) }));
  return node;
}

function label(known) {
  if (!known) return "";
  return known.decision === "unknown" ? "unknown" : `${title(known)} · ${known.decision}`;
}
