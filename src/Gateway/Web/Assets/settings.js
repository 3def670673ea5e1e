// The settings page: after a change it waits for the gateway, which starts anew, and has again what was typed in other sections; and shows keys once.
import { comeBack } from "./restart.js";
import { say } from "./says.js";

const says = document.getElementById("restart-says");

// Secrets are not kept, not even for the moment of a restart.
const fieldsOf = (form) => [...form.elements].filter((field) => field.matches("select, input:not([type=password], [type=checkbox])"));
const nameOf = (field) => `${field.form.dataset.add ?? field.form.dataset.api} ${field.name}`;

function keepTyped(saved) {
  const others = [...document.forms].filter((form) => form !== saved).flatMap(fieldsOf);
  const typed = others.filter((field) => field.value !== (field.dataset.before ?? "")).map((field) => [nameOf(field), field.value]);
  sessionStorage.setItem("typed", JSON.stringify(typed));
}

function bringTyped() {
  const typed = new Map(JSON.parse(sessionStorage.getItem("typed") ?? "[]"));
  sessionStorage.removeItem("typed");
  for (const field of [...document.forms].flatMap(fieldsOf).filter((one) => typed.has(nameOf(one)) && !one.disabled)) {
    field.value = typed.get(nameOf(field));
    field.closest("details")?.setAttribute("open", "");
    say(says, "notice warning", says.dataset.kept);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.add) {
    form.dataset.api = `PATCH /api/v1/settings/${form.dataset.add}/${encodeURIComponent(form.querySelector("[data-new]").value.trim())}`;
  }
}, { capture: true });

document.addEventListener("sent", (event) => {
  const form = event.target;
  if ("showKeys" in form.dataset) {
    const list = form.querySelector("dl");
    for (const place of list.querySelectorAll("[data-key]")) place.textContent = event.detail[place.dataset.key] ?? "—";
    list.hidden = false;
    form.reset();
  } else if ("changeKeys" in form.dataset) {
    // those that are shown are the old ones
    const list = document.querySelector("[data-show-keys] dl");
    for (const place of list.querySelectorAll("[data-key]")) place.textContent = "";
    list.hidden = true;
    form.reset();
  } else if ("restart" in form.dataset || event.detail?.restarts) {
    keepTyped(form);
    comeBack(says);
  }
});

bringTyped(); // behind page.js, which has noted what each field had before
