// The interface of the service, /api/v1, as the page uses it.

// Something was refused: what is wrong in words, and by field.
export class Problem extends Error {
  constructor(status, detail, errors) {
    super(detail);
    this.status = status;
    this.errors = errors ?? {};
  }
}

const antiforgery = () => document.querySelector('meta[name="antiforgery"]')?.content ?? "";

// The words stand in the page, where a translator finds them.
const words = document.querySelector('meta[name="words"]').dataset;

// With an etag the change is made only of what was seen; with null only where there is nothing yet.
export async function send(method, address, body, etag) {
  const headers = { "X-Antiforgery": antiforgery() };
  if (etag) headers["If-Match"] = etag;
  if (etag === null) headers["If-None-Match"] = "*";
  const isRaw = body instanceof Blob || typeof body === "string";
  if (body !== undefined) headers["Content-Type"] = isRaw ? body.type || "application/octet-stream" : "application/json";
  let response;
  try {
    response = await fetch(address, { method, headers, body: body === undefined || isRaw ? body : JSON.stringify(body), credentials: "same-origin" });
  } catch {
    throw new Problem(0, words.silent);
  }
  if (response.status === 401) {
    location.href = `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;
  }
  const text = await response.text();
  const isJson = response.headers.get("Content-Type")?.includes("json");
  const answer = text && isJson ? JSON.parse(text) : text;
  if (response.status === 412) throw new Problem(412, words.changed);
  if (!response.ok) {
    throw new Problem(response.status, answer?.detail ?? answer?.title ?? words.answered.replace("{0}", response.status), answer?.errors);
  }
  return answer === "" ? null : answer;
}

export const get = (address) => send("GET", address);
