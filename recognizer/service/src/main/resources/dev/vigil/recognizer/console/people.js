// People: enrolling by photo, the list, erasing.
import { byId, count, element, jpeg } from "./dom.js";
import { get, send } from "./api.js";

const MOST = 200;
const FIND_FROM = 9;

let people = [];
let operator = false;
let offered = null;
let thumbnails = null;

/** Shows the people; with `mayEnrol` also how to enrol and erase them. */
export function start(mayEnrol) {
  operator = mayEnrol;
  byId("enrol").hidden = !operator;
  thumbnails = new IntersectionObserver((entries) => entries.filter((e) => e.isIntersecting).forEach((e) => detail(e.target)));
  load();
}

/** Puts a face that a camera saw into the form, for a name to be given. */
export function offer(base64) {
  offered = new Blob([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], { type: "image/jpeg" });
  byId("enrol-photos").value = "";
  byId("enrol-result").replaceChildren();
  preview([offered]);
  byId("enrol").scrollIntoView({ behavior: "smooth", block: "center" });
  byId("enrol-name").focus({ preventScroll: true });
}

async function load() {
  try {
    people = await get("/v1/console/people");
    people.sort((a, b) => a.name.localeCompare(b.name));
    list();
  } catch (problem) {
    byId("people-none").hidden = false;
    byId("people-none").textContent = problem.message;
  }
}

function list() {
  const sought = byId("people-find").value.trim().toLocaleLowerCase();
  const found = people.filter((person) => person.name.toLocaleLowerCase().includes(sought));
  byId("people").replaceChildren(...found.slice(0, MOST).map(row));
  byId("enrol-names").replaceChildren(...people.slice(0, MOST).map((person) => element("option", "", { value: person.name })));
  byId("people-find").hidden = people.length < FIND_FROM;
  byId("people-count").textContent = counted(found.length);
  byId("people-none").hidden = found.length > 0;
  byId("people-none").textContent = people.length ? "Nobody has this name." : "Nobody is enrolled yet. One photo is enough.";
}

function counted(found) {
  if (people.length === 0) return "";
  if (found > MOST) return `${MOST} of ${found} shown: find by name`;
  return count(people.length, "person", "people");
}

function row(person) {
  const mark = element("span", "mark", { ariaHidden: "true", textContent: [...person.name][0].toLocaleUpperCase() });
  const faces = element("p", "faces", { textContent: "…" });
  const name = element("p", "name", { textContent: person.name, title: `${person.name} (${person.id})` });
  const node = element("li", "person", {}, mark, element("div", "text", {}, name, faces));
  node.dataset.id = person.id;
  if (operator) {
    const button = element("button", "quiet", { type: "button", textContent: "Erase", ariaLabel: `Erase ${person.name}` });
    button.addEventListener("click", () => erase(person));
    node.append(button);
  }
  thumbnails.observe(node);
  return node;
}

async function detail(node) {
  thumbnails.unobserve(node);
  try {
    const person = await get(`/v1/console/people/${encodeURIComponent(node.dataset.id)}`);
    const notes = [count(person.faces.length, "face"), ...(person.ignored ? ["ignored"] : []), ...person.watchlists];
    node.querySelector(".faces").textContent = notes.join(" · ");
    const shown = person.faces.find((face) => face.crop);
    if (shown) node.querySelector(".mark").replaceWith(element("img", "mark", { src: jpeg(shown.crop), alt: "" }));
  } catch (problem) {
    node.querySelector(".faces").textContent = problem.message;
  }
}

function erase(person) {
  const dialog = byId("erase");
  byId("erase-name").textContent = person.name;
  byId("erase-error").textContent = "";
  byId("erase-yes").onclick = async (event) => {
    event.preventDefault();
    try {
      await send("DELETE", `/v1/console/people/${encodeURIComponent(person.id)}`);
      dialog.close();
      await load();
    } catch (problem) {
      byId("erase-error").textContent = problem.message;
    }
  };
  dialog.showModal();
}

function preview(photos) {
  for (const old of byId("enrol-preview").children) URL.revokeObjectURL(old.src);
  byId("enrol-preview").replaceChildren(
    ...photos.slice(0, 12).map((photo) => element("img", "", { src: URL.createObjectURL(photo), alt: photo.name || "The face that a camera saw" })),
  );
}

/** An id for somebody new; `crypto.randomUUID` would need HTTPS. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return `p-${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

async function enrol() {
  const name = byId("enrol-name").value.trim();
  const photos = offered ? [offered] : [...byId("enrol-photos").files];
  if (photos.length === 0) throw new Error("Choose a photo of this person first.");
  const known = people.find((person) => person.name === name);
  const id = known ? known.id : newId();
  let enrolled = 0;
  for (const photo of photos) {
    try {
      const answer = await send("POST", `/v1/photos/people/${id}?name=${encodeURIComponent(name)}`, { body: photo });
      const { warnings, added } = await answer.json();
      say("good", added ? `${label(photo)}is enrolled as ${name}.` : `${label(photo)}was enrolled already.`);
      warnings.forEach((warning) => say("poor", warning));
      enrolled += 1;
    } catch (problem) {
      say("bad", photos.length > 1 ? `${photo.name}: ${problem.message}` : problem.message);
    }
  }
  if (enrolled > 0) await load();
  return enrolled === photos.length;
}

const label = (photo) => (photo.name ? `${photo.name} ` : "The face ");

const say = (kind, text) => byId("enrol-result").append(element("li", kind, { textContent: text }));

byId("enrol").addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = byId("enrol").querySelector("button");
  button.disabled = true;
  byId("enrol-result").replaceChildren();
  try {
    if (await enrol()) {
      offered = null;
      byId("enrol").reset();
      preview([]);
    }
  } catch (problem) {
    say("bad", problem.message);
  } finally {
    button.disabled = false;
  }
});

byId("enrol-photos").addEventListener("change", () => {
  offered = null;
  preview([...byId("enrol-photos").files]);
});

byId("people-find").addEventListener("input", list);
