// Meters by a list: the file is checked as soon as it is there, what is wrong is shown by line and column, and only a good one can be installed.
import { send, Problem } from "./api.js";

const [drop, file, says, result, button] = ["drop", "file", "list-says", "result", "install"].map((id) => document.getElementById(id));
const [issues, meters, toList] = ["issues", "meters", "to-list"].map((id) => document.getElementById(id));
const words = (text, ...values) => values.reduce((all, value, i) => all.replace(`{${i}}`, value), text);
let list = null;

function say(kind, text) {
  says.className = kind;
  says.textContent = text;
  says.hidden = false;
}

function fill(region, rows) {
  region.hidden = rows.length === 0;
  region.querySelector("tbody").replaceChildren(...rows.map((cells) => {
    const row = document.createElement("tr");
    for (const content of cells) {
      const cell = document.createElement("td");
      cell.append(...[content ?? ""].flat());
      row.append(cell);
    }
    return row;
  }));
}

// the line as it stands in the file; keys are left out, also where one stands in another column
function lineOf(lines, number) {
  const code = document.createElement("code");
  code.textContent = (lines[number - 1] ?? "").replace(/[0-9a-z]{17,}/gi, "…").slice(0, 200);
  return code;
}

// a line whose key is wrong is not shown at all: what was mistyped may look like anything
function what(issue, lines, secret) {
  const text = document.createElement("p");
  text.textContent = issue.message;
  return secret.has(issue.line) ? text : [text, lineOf(lines, issue.line)];
}

async function check(chosen) {
  [result.hidden, button.hidden, toList.hidden, list] = [false, true, true, null];
  fill(issues, []);
  fill(meters, []);
  const content = new Blob([chosen], { type: "text/csv" });
  try {
    const answer = await send("POST", "/api/v1/meters/import?check=true", content);
    const lines = (await chosen.text()).split(/\r\n|\n|\r/);
    say(answer.good ? "done" : "wrong", words(answer.good ? result.dataset.good : result.dataset.bad, chosen.name, answer.good ? answer.meters.length : answer.issues.length));
    const secret = new Set(answer.issues.filter((issue) => issue.name === "Key").map((issue) => issue.line));
    fill(issues, answer.issues.map((issue) => [issue.line, issue.name ? `${issue.column}, ${issue.name}` : issue.column, what(issue, lines, secret)]));
    fill(meters, answer.meters.map((meter) => [meter.line, meter.name, meter.bus, meter.identity ?? meter.primaryAddress, meter.hasKey ? result.dataset.key : ""]));
    if (answer.good) {
      list = content;
      button.textContent = words(result.dataset.install, answer.meters.length);
      button.hidden = false;
      button.focus();
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say("wrong", problem.message);
  }
}

button?.addEventListener("click", async () => {
  button.disabled = true;
  try {
    const answer = await send("POST", "/api/v1/meters/import", list);
    say("done", words(result.dataset.stored, answer.meters.length));
    [button.hidden, toList.hidden] = [true, false];
    toList.focus();
    await send("POST", "/api/v1/readouts", { meters: answer.meters.map((meter) => meter.id) });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say("wrong", problem.message);
  } finally {
    button.disabled = false;
  }
});

file?.addEventListener("change", () => {
  if (file.files[0]) check(file.files[0]);
  // the same file again, when it was mended meanwhile, is another one
  file.value = "";
});

for (const kind of ["dragover", "dragenter"]) drop?.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("over"); });
for (const kind of ["dragleave", "drop"]) drop?.addEventListener(kind, () => drop.classList.remove("over"));
drop?.addEventListener("drop", (event) => {
  event.preventDefault();
  if (event.dataTransfer.files[0]) check(event.dataTransfer.files[0]);
});
// a file that misses the place would otherwise be opened in place of the page
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
