// Reports: tests of connections, what becomes of a report that is sent now, and when a schedule would be due.
import { get, send, Problem } from "./api.js";
import { say, sayIn, wordsOf } from "./says.js";

const word = wordsOf(document.getElementById("push-words"));
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// The longest that is waited for a report; then it goes on without being looked at: 60 s.
const attempts = 60;

const tellTest = (answer) => (answer.fault ? ["wrong", answer.fault] : ["done", word("reached", answer.receiver)]);

// How the receivers of a report stand; devices with a Push setup of their own may have others.
async function look(name) {
  const { reports, receivers } = await get("/api/v1/push");
  const report = reports.find((one) => one.name.toLowerCase() === name.toLowerCase());
  const own = receivers.filter((one) => one.address === report.settings.receiver?.address?.toLowerCase());
  const rows = (report.devicesWithOwn.length > 0 ? receivers : own).reduce((sum, one) => sum + one.state.rows, 0);
  return { rows, isDue: report.isDue, fault: own.find((one) => one.state.failingSince)?.state.fault };
}

// What is to be said of a report in the end.
async function outcomeOf(name, before) {
  const { rows } = await before;
  for (let attempt = 0; attempt < attempts; attempt++) {
    await wait(1000);
    const now = await look(name);
    if (now.fault) return ["wrong", word("failed", now.fault)];
    if (!now.isDue) return ["done", now.rows > rows ? word("sent", now.rows - rows) : word("nothing")];
  }
  return ["done", word("going")];
}

// Says what came of something; what breaks off is said too.
async function sayWhat(place, first, work) {
  say(place, ...first);
  try {
    say(place, ...await work());
  } catch (problem) {
    say(place, "wrong", problem.words ?? "");
    if (!(problem instanceof Problem)) throw problem;
  }
}

let before = null;
document.addEventListener("submit", (event) => {
  if (event.target.dataset.follow) before = look(event.target.dataset.follow);
}, { capture: true });

// behind page.js, which clears what the form has said
document.addEventListener("submit", (event) => {
  if ("test" in event.target.dataset) sayIn(event.target, "hint", word("testing"));
});

document.addEventListener("sent", (event) => {
  const form = event.target;
  if ("test" in form.dataset) sayIn(form, ...tellTest(event.detail));
  if (form.dataset.follow) sayWhat(document.getElementById("follow"), ["done", word("sending")], () => outcomeOf(form.dataset.follow, before));
});

for (const button of document.querySelectorAll("[data-test-of]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.testOf);
    const place = document.getElementById(`${field.id}-test`);
    button.disabled = true;
    await sayWhat(place, ["hint", word("testing")], async () => tellTest(await send("POST", "/api/v1/push/test", { receiver: field.value.trim() })));
    button.disabled = false;
  });
}

const schedule = document.getElementById("field-schedule");
schedule?.addEventListener("change", () => sayWhat(document.getElementById("schedule-next"), ["below", ""], async () => {
  const text = schedule.value.trim();
  if (text === "") return ["below", ""];
  const { next } = await get(`/api/v1/push/schedule?schedule=${encodeURIComponent(text)}`);
  return ["below", word("next", next.map((at) => at.slice(0, 16).replace("T", " ")).join(", "))];
}));
