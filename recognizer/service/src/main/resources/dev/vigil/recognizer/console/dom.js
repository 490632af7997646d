// Building the page. Text from elsewhere only ever becomes text: nothing here parses markup.

/** The element with that id. */
export const byId = (id) => document.getElementById(id);

/** A new element with a class, properties and children; a string child becomes a text node. */
export function element(tag, className, properties = {}, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  Object.assign(node, properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Hours, minutes and seconds in the reader's own time zone. */
export function clock(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? "" : date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/** A base64 JPEG as an image source. */
export const jpeg = (base64) => `data:image/jpeg;base64,${base64}`;

/** "1 face", "3 faces". */
export const count = (number, one, many = `${one}s`) => `${number} ${number === 1 ? one : many}`;
