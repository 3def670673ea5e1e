// Meters by a list: the file is checked as soon as it is there, what is wrong is shown by line and column, and only a good one can be installed.
import { send, Problem } from "./api.js";
import { takeFiles } from "./files.js";
import { fill, say } from "./says.js";

const [drop, file, says, result, button] = ["drop", "file", "list-says", "result", "install"].map((id) => document.getElementById(id));
const [issues, meters, toList] = ["issues", "meters", "to-list"].map((id) => document.getElementById(id));
let list = null;

function show(region, rows) {
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

// The line as it stands in the file. Where a column has keys no line is shown, since a mistyped key looks like no key; a file without a head may have any.
function lineOf(lines, number) {
  const head = lines.findIndex((line) => line.trim() !== "");
  return number > head + 1 && !/key/i.test(lines[head]) ? lines[number - 1] ?? "" : "";
}

function what(issue, lines) {
  const [text, code] = [document.createElement("p"), document.createElement("code")];
  text.textContent = issue.message;
  code.textContent = lineOf(lines, issue.line).slice(0, 200);
  return code.textContent === "" ? text : [text, code];
}

async function check(chosen) {
  [result.hidden, button.hidden, toList.hidden, list] = [false, true, true, null];
  show(issues, []);
  show(meters, []);
  const content = new Blob([chosen], { type: "text/csv" });
  try {
    const answer = await send("POST", "/api/v1/meters/import?check=true", content);
    const lines = (await chosen.text()).split(/\r\n|\n|\r/);
    say(says, answer.good ? "done" : "wrong", fill(answer.good ? result.dataset.good : result.dataset.bad, chosen.name, answer.good ? answer.meters.length : answer.issues.length));
    show(issues, answer.issues.map((issue) => [issue.line, issue.name ? `${issue.column}, ${issue.name}` : issue.column, what(issue, lines)]));
    show(meters, answer.meters.map((meter) => [meter.line, meter.name, meter.bus, meter.identity ?? meter.primaryAddress, meter.hasKey ? result.dataset.key : ""]));
    if (answer.good) {
      list = content;
      button.textContent = fill(result.dataset.install, answer.meters.length);
      button.hidden = false;
      button.focus();
    }
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say(says, "wrong", problem.message);
  }
}

button.addEventListener("click", async () => {
  button.disabled = true;
  try {
    const answer = await send("POST", "/api/v1/meters/import", list);
    say(says, "done", fill(result.dataset.stored, answer.meters.length));
    [button.hidden, toList.hidden] = [true, false];
    toList.focus();
    await send("POST", "/api/v1/readouts", { meters: answer.meters.map((meter) => meter.id) });
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say(says, "wrong", problem.message);
  } finally {
    button.disabled = false;
  }
});

takeFiles(drop, file, (files) => files[0] && check(files[0]));
