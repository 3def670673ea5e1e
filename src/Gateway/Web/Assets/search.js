// The search of a bus: found meters are chosen, named and installed in one step, also while the search goes on.
import { send, Problem } from "./api.js";
import { renewAll } from "./live.js";
import { fill } from "./says.js";

const result = document.getElementById("installed");

function tell(kind, texts) {
  const place = document.createElement("div");
  place.className = kind;
  for (const text of texts) {
    const line = document.createElement("p");
    line.textContent = text;
    place.append(line);
  }
  result.setAttribute("role", kind === "wrong" ? "alert" : "status");
  result.replaceChildren(place);
  place.scrollIntoView({ block: "nearest" });
}

const nameOf = (address) => document.querySelector(`[data-name-of="${CSS.escape(address)}"]`)?.value.trim() ?? "";

async function install(button) {
  const chosen = [...document.querySelectorAll("[data-found]:checked")].map((box) => box.dataset.found);
  if (chosen.length === 0) return tell("wrong", [result.dataset.none]);
  button.disabled = true;
  try {
    const answer = await send("POST", button.dataset.address, { meters: Object.fromEntries(chosen.map((address) => [address, nameOf(address)])) });
    const texts = [];
    if (answer.added.length > 0) texts.push(fill(result.dataset.added, answer.added.length));
    if (answer.known > 0) texts.push(fill(result.dataset.known, answer.known));
    if (answer.refused.length > 0) texts.push(result.dataset.refused, ...answer.refused);
    tell(answer.refused.length > 0 ? "wrong" : "done", texts);
    if (answer.added.length > 0) await send("POST", "/api/v1/readouts", { meters: answer.added.map((meter) => meter.id) });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    tell("wrong", [problem.message]);
  } finally {
    button.disabled = false; // it may be another one when the page was renewed meanwhile
    await renewAll();
  }
}

document.addEventListener("click", (event) => {
  if (event.target.id === "install") install(event.target);
});

// a stop leaves what was typed
document.addEventListener("sent", (event) => {
  if ("stop" in event.target.dataset) renewAll();
});

document.addEventListener("change", (event) => {
  if (event.target.id !== "choose-all") return;
  for (const box of document.querySelectorAll("[data-found]")) box.checked = event.target.checked;
});
