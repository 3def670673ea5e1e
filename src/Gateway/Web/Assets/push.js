// Reports: tests of connections, what becomes of a report that is sent now, and when a schedule would be due.
import { get, send, Problem } from "./api.js";

const words = document.getElementById("push-words").content;
const word = (name, ...values) => words.querySelector(`[data-word="${name}"]`).textContent.replace(/\{(\d)\}/g, (_, place) => values[place]);
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// The longest that is waited for a report; then it goes on without being looked at: 60 s.
const attempts = 60;

function say(place, kind, text) {
  place.className = kind;
  place.setAttribute("role", kind === "wrong" ? "alert" : "status");
  place.textContent = text;
  place.hidden = false;
}

function sayIn(form, kind, text) {
  let place = form.querySelector("[data-says]");
  if (!place) {
    place = document.createElement("p");
    place.dataset.says = "";
    form.prepend(place);
  }
  say(place, kind, text);
}

const tellTest = (answer) => (answer.fault ? ["wrong", answer.fault] : ["done", word("reached", answer.receiver)]);

// How the receivers of a report stand; devices with a Push setup of their own may have others.
async function look(name) {
  const { reports, receivers } = await get("/api/v1/push");
  const report = reports.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const own = receivers.filter((one) => one.address === report.settings.receiver?.address?.toLowerCase());
  const rows = (report.devicesWithOwn.length > 0 ? receivers : own).reduce((sum, one) => sum + one.state.rows, 0);
  return { rows, isDue: report.isDue, fault: own.find((one) => one.state.failingSince)?.state.fault };
}

async function follow(name, before) {
  const place = document.getElementById("follow");
  try {
    await tell(place, name, (await before).rows);
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say(place, "wrong", problem.message);
  }
}

async function tell(place, name, rowsBefore) {
  say(place, "done", word("sending"));
  for (let attempt = 0; attempt < attempts; attempt++) {
    await wait(1000);
    const now = await look(name);
    if (now.fault) return say(place, "wrong", word("failed", now.fault));
    const rows = now.rows - rowsBefore;
    if (!now.isDue) return say(place, "done", rows > 0 ? word("sent", rows) : word("nothing"));
  }
  say(place, "done", word("going"));
}

let before = null;
document.addEventListener("submit", (event) => {
  if (event.target.dataset.follow) {
    before = look(event.target.dataset.follow);
    before.catch(() => {}); // told where it is waited for
  }
  if ("test" in event.target.dataset) sayIn(event.target, "hint", word("testing"));
}, { capture: true });

document.addEventListener("sent", async (event) => {
  const form = event.target;
  if ("test" in form.dataset) sayIn(form, ...tellTest(event.detail));
  if (form.dataset.follow) follow(form.dataset.follow, before);
});

for (const button of document.querySelectorAll("[data-test-of]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.testOf);
    const place = document.getElementById(`${field.id}-test`);
    button.disabled = true;
    say(place, "hint", word("testing"));
    try {
      say(place, ...tellTest(await send("POST", "/api/v1/push/test", { receiver: field.value.trim() })));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      say(place, "wrong", Object.values(problem.errors).flat().join(" ") || problem.message);
    } finally {
      button.disabled = false;
    }
  });
}

const schedule = document.getElementById("field-schedule");
schedule?.addEventListener("change", async () => {
  const place = document.getElementById("schedule-next");
  place.hidden = schedule.value.trim() === "";
  if (place.hidden) return;
  try {
    const { next } = await get(`/api/v1/push/schedule?schedule=${encodeURIComponent(schedule.value.trim())}`);
    say(place, "below", word("next", next.map((at) => at.slice(0, 16).replace("T", " ")).join(", ")));
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say(place, "wrong", Object.values(problem.errors).flat().join(" ") || problem.message);
  }
});
