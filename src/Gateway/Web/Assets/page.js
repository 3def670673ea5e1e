// Forms that change something over the interface, <form data-api="PATCH /api/v1/meters/3">: the fields are sent as one JSON object, and what is wrong
// is shown beside its field. Everything else is links and ordinary forms.
import { send, Problem } from "./api.js";
import { sayIn } from "./says.js";

const kinds = {
  number: (field) => (field.value === "" ? null : Number(field.value)),
  flag: (field) => field.checked,
  truth: (field) => field.value === "true",
  list: (field) => (field.dataset.empty === "null" && field.value.trim() === "" ? null : field.value.split(/[\s,;]+/).filter(Boolean)),
  choice: (field) => ({ true: true, false: false })[field.value] ?? null,
};

function valueOf(field) {
  const kind = field.dataset.kind ?? (field.type === "checkbox" ? "flag" : field.type === "number" ? "number" : "text");
  return kinds[kind]?.(field) ?? (field.value.trim() === "" && field.dataset.empty === "null" ? null : field.value);
}

function place(object, name, value) {
  const path = name.split(".");
  const last = path.pop();
  path.reduce((inner, part) => (inner[part] ??= {}), object)[last] = value;
}

function bodyOf(form) {
  const body = {};
  for (const field of form.elements) {
    if (!field.name || field.disabled || (field.type === "radio" && !field.checked)) continue;
    // a form that changes something sends what was changed
    if (form.dataset.send === "changed" && field.dataset.before === String(valueOf(field) ?? "")) continue;
    // boxes of one name are one list of numbers
    if (field.dataset.kind === "numbers") {
      body[field.name] ??= [];
      if (field.checked) body[field.name].push(Number(field.value));
      continue;
    }
    place(body, field.name, valueOf(field));
  }
  return body;
}

function clear(form) {
  sayIn(form, "done", "");
  for (const field of form.elements) {
    field.removeAttribute?.("aria-invalid");
  }
  for (const text of form.querySelectorAll(".field-wrong")) text.remove();
}

// Nobody can mend what he does not see: a part that is folded away is opened; a field that is not shown even then is none.
function isShown(field) {
  if (!(field instanceof HTMLElement)) return false;
  field.closest("details")?.setAttribute("open", "");
  return field.getClientRects().length > 0;
}

// What is wrong with a field stands beside it; what has no field in this form, at its beginning.
function showWrong(form, problem) {
  let first = null;
  const others = [];
  for (const [name, texts] of Object.entries(problem.errors)) {
    const field = form.elements.namedItem(name);
    if (!isShown(field)) {
      others.push(...texts);
      continue;
    }
    field.setAttribute("aria-invalid", "true");
    const text = document.createElement("p");
    text.className = "wrong field-wrong";
    text.setAttribute("role", "alert");
    text.textContent = texts.join(" ");
    (field.closest("label") ?? field).after(text);
    first ??= field;
  }
  sayIn(form, "wrong", first ? others.join(" ") : problem.words);
  first?.focus();
}

// A new meter does not wait for its schedule; it is there also when its bus takes no readout now.
async function readFirst(id) {
  try {
    await send("POST", "/api/v1/readouts", { meters: [id] });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
  }
}

async function submit(event) {
  const form = event.target;
  if (!form.dataset?.api) return;
  event.preventDefault();
  if (form.dataset.confirm && !window.confirm(form.dataset.confirm)) return;
  clear(form);
  const button = event.submitter;
  if (button) button.disabled = true;
  try {
    const [method, address] = form.dataset.api.split(" ");
    const answer = await send(method, address, method === "DELETE" ? undefined : bodyOf(form), form.dataset.etag);
    if ("read" in form.dataset) await readFirst(answer.id);
    form.dispatchEvent(new CustomEvent("sent", { bubbles: true, detail: answer }));
    if (form.dataset.then === "reload") location.reload();
    else if (form.dataset.then) location.href = form.dataset.then.replace("{id}", encodeURIComponent(answer?.id ?? ""));
    else if (form.dataset.done) sayIn(form, "done", form.dataset.done);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    showWrong(form, problem);
  } finally {
    if (button) button.disabled = false;
  }
}

for (const form of document.querySelectorAll("form[data-api]")) {
  for (const field of form.elements) {
    if (field.name) field.dataset.before = String(valueOf(field) ?? "");
  }
}
document.addEventListener("submit", submit);
