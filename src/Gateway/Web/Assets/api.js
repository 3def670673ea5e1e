// The interface of the service, /api/v1, as the page uses it.
import { fill } from "./says.js";

// Something was refused: what is wrong in words, and by field.
export class Problem extends Error {
  constructor(status, detail, errors) {
    super(detail);
    this.status = status;
    this.errors = errors ?? {};
  }

  // All of it in words, where there are no fields to say it at.
  get words() {
    return Object.values(this.errors).flat().join(" ") || this.message;
  }
}

const antiforgery = () => document.querySelector('meta[name="antiforgery"]')?.content ?? "";

// The words stand in the page, where a translator finds them.
const words = document.querySelector('meta[name="words"]').dataset;

async function ask(method, address, body, etag) {
  const headers = { "X-Antiforgery": antiforgery() };
  if (etag) headers["If-Match"] = etag;
  if (etag === null) headers["If-None-Match"] = "*";
  const isForm = body instanceof FormData;
  const isRaw = isForm || body instanceof Blob || typeof body === "string";
  // a browser gives a form its type itself
  if (body !== undefined && !isForm) headers["Content-Type"] = isRaw ? body.type || "application/octet-stream" : "application/json";
  const response = await fetch(address, { method, headers, body: body === undefined || isRaw ? body : JSON.stringify(body), credentials: "same-origin" });
  if (response.status === 401) {
    location.href = `/sign-in?to=${encodeURIComponent(location.pathname + location.search)}`;
  }
  if (response.status === 412) throw new Problem(412, words.changed);
  if (!response.ok) {
    const problem = await contentOf(response);
    throw new Problem(response.status, problem?.detail ?? problem?.title ?? fill(words.answered, response.status), problem?.errors);
  }
  return response;
}

async function contentOf(response) {
  const text = await response.text();
  return text && response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text) : text;
}

// What breaks off is a problem in words too.
async function orSilent(work) {
  try {
    return await work();
  } catch (problem) {
    if (problem instanceof Problem) throw problem;
    throw new Problem(0, words.silent);
  }
}

// With an etag the change is made only of what was seen; with null only where there is nothing yet.
export const send = (method, address, body, etag) => orSilent(async () => {
  const answer = await contentOf(await ask(method, address, body, etag));
  return answer === "" ? null : answer;
});

// A file that the gateway makes, with the name that it gives it.
export const fileFrom = (method, address, body) => orSilent(async () => {
  const response = await ask(method, address, body);
  const name = /filename="?([^";]+)/.exec(response.headers.get("Content-Disposition"))?.[1] ?? "file";
  return { name, content: await response.blob() };
});

export const get = (address) => send("GET", address);
