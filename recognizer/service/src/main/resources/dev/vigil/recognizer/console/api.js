// Talking to the service. An answer that is an error becomes a Problem with its one sentence.

export class Problem extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

const listeners = [];

/** Calls back when the service no longer knows who we are. */
export const onLoggedOut = (listener) => listeners.push(listener);

/** Sends a request; resolves to the response, or to a Problem thrown. */
export async function send(method, path, options = {}) {
  let response;
  try {
    response = await fetch(path, { method, cache: "no-store", credentials: "same-origin", ...options });
  } catch {
    throw new Problem(0, "Vigil does not answer: it may have stopped, or the network is away.");
  }
  if (response.ok || response.status === 304) return response;
  const problem = new Problem(response.status, await sentence(response));
  if (response.status === 401 && path !== "/login") listeners.forEach((listener) => listener(problem));
  throw problem;
}

/** Gets JSON. */
export const get = async (path) => (await send("GET", path)).json();

/** Sends JSON. */
export const postJson = (path, value) =>
  send("POST", path, { headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) });

async function sentence(response) {
  try {
    return (await response.json()).detail || response.statusText;
  } catch {
    return `${response.status} ${response.statusText}`;
  }
}
