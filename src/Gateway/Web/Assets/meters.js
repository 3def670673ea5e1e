// The list of meters: filters at once, meters chosen to be read, and the way to how far their readout is.
import { send, Problem } from "./api.js";
import { say } from "./says.js";

const says = document.getElementById("read-says");
const chosen = () => [...document.querySelectorAll("[data-choose]:checked")].map((box) => Number(box.value));
const readChosen = document.querySelector("[data-read-chosen]");

async function read(meters, button) {
  button.disabled = true;
  try {
    const readout = await send("POST", "/api/v1/readouts", { meters });
    location.href = `/meters/readouts/${readout.id}`;
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say(says, "wrong", problem.message);
    button.disabled = false;
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-read]");
  if (button) read(button.dataset.read.split(",").map(Number), button);
});

readChosen?.addEventListener("click", () => {
  const meters = chosen();
  if (meters.length === 0) say(says, "wrong", readChosen.dataset.none);
  else read(meters, readChosen);
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-choose-all]")) {
    for (const box of document.querySelectorAll("[data-choose]")) box.checked = event.target.checked;
  }
  if (event.target.matches("[data-choose], [data-choose-all]") && readChosen) readChosen.disabled = chosen().length === 0;
  if (event.target.matches("[data-at-once] select")) event.target.form.requestSubmit();
});

// a page that comes back from the history keeps its ticks
if (readChosen) readChosen.disabled = chosen().length === 0;

// empty fields are no part of the address
document.querySelector("[data-at-once]")?.addEventListener("submit", (event) => {
  for (const field of event.target.elements) if (field.name && (field.value === "" || (field.name === "sort" && field.value === "name"))) field.disabled = true;
});
addEventListener("pageshow", () => {
  for (const field of document.querySelector("[data-at-once]")?.elements ?? []) field.disabled = false;
});
