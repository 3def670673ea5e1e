// The page of a meter: reads it now, and tells what came of a command to it.
import { send, get, Problem } from "./api.js";
import { say } from "./says.js";

const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function readNow(button, says) {
  button.disabled = true;
  say(says, "soft", button.dataset.waits);
  try {
    let readout = await send("POST", "/api/v1/readouts", { meters: [Number(button.dataset.meter)] });
    while (!readout.isDone) {
      await wait(500);
      readout = await get(`/api/v1/readouts/${readout.id}`);
    }
    const [meter] = readout.meters;
    if (meter.isRead) {
      say(says, "done", button.dataset.read);
      location.reload();
    } else {
      say(says, "wrong", meter.words || readout.words || button.dataset.lost);
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say(says, "wrong", problem.status === 404 ? button.dataset.lost : problem.message);
  } finally {
    button.disabled = false;
  }
}

const button = document.getElementById("read-now");
button?.addEventListener("click", () => readNow(button, document.getElementById("read-says")));

function placeIn(form) {
  let place = form.querySelector(".outcome");
  if (!place) {
    place = document.createElement("p");
    form.append(place);
  }
  return place;
}

// page.js asks first, sends and shows what was refused; here is what the meter did. A command that it did not take is an answer too.
const kinds = { done: "done", unproven: "notice warning" };
document.addEventListener("sent", (event) => {
  const form = event.target;
  if (!("command" in form.dataset)) return;
  const { outcome, words } = event.detail;
  const place = placeIn(form);
  say(place, kinds[outcome] ?? "wrong", `${words.charAt(0).toUpperCase()}${words.slice(1)}.`);
  place.classList.add("outcome");
});

for (const form of document.querySelectorAll("form[data-command]")) {
  const pressed = form.querySelector("button");
  new MutationObserver(() => {
    const place = placeIn(form);
    if (pressed.disabled) {
      say(place, "soft outcome", form.dataset.waits);
    } else if (place.classList.contains("soft")) {
      place.hidden = true;
    }
    place.classList.add("outcome");
  }).observe(pressed, { attributes: true, attributeFilter: ["disabled"] });
}
