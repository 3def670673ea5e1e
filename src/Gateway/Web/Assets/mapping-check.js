// Shows what was found in a mapping file, at its place in the file, and what the file would change.
const mostIssues = 10;
const around = 2;
const width = 60;
const longestLine = 160;
const longestValue = 32;

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

// What begins at a place: a text in quotes, a number or a word, or one character.
function lengthAt(line, start) {
  const token = /^("(?:[^"\\]|\\.)*"?|[\w.+-]+)/.exec(line.slice(start));
  return Math.max(1, token ? token[0].length : 1);
}

// A line as long as a file is shown around the place.
function lineAround(text, start, length) {
  const isShort = text.length <= longestLine;
  const from = isShort ? 0 : Math.max(0, start - width);
  const to = isShort ? text.length : Math.min(text.length, start + Math.min(length, width) + width);
  const code = element("code");
  code.append((from > 0 ? "…" : "") + text.slice(from, start));
  if (length > 0) code.append(element("mark", "", text.slice(start, Math.min(start + length, to)) || " "));
  code.append(text.slice(Math.min(start + length, to), to) + (to < text.length ? "…" : ""));
  return code;
}

function excerpt(lines, issue) {
  const rows = element("div", "rows");
  const at = issue.line - 1;
  const first = Math.max(0, at - around);
  const shown = lines.slice(first, at + around + 1);
  // what all of them are indented by says nothing, and takes room
  const indents = shown.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(issue.column - 1, ...indents);
  for (const [i, line] of shown.entries()) {
    const isHere = first + i === at;
    const code = line.slice(indent);
    const start = isHere ? Math.min(issue.column - 1 - indent, code.length) : 0;
    const row = element("div", isHere ? `here ${issue.severity}` : "");
    row.append(element("span", "at", String(first + i + 1)), lineAround(code, start, isHere ? lengthAt(code, start) : 0));
    rows.append(row);
  }
  const box = element("div", "excerpt", rows);
  box.tabIndex = 0;
  return box;
}

export function showIssues(place, issues, text, word) {
  if (issues.length === 0) return;
  // as the gateway counts: lines end with a line feed, and a mark at the beginning of the file is no character
  const lines = text.replace(/^\uFEFF/, "").split("\n").map((line) => line.replace(/\r$/, ""));
  const errors = issues.filter((issue) => issue.severity === "error");
  const counts = [errors.length && word("errors", errors.length), issues.length > errors.length && word("warnings", issues.length - errors.length)].filter(Boolean);
  place.append(element("p", "soft", counts.join(", ")));
  const shown = [...errors, ...issues.filter((issue) => issue.severity !== "error")].slice(0, mostIssues);
  const list = element("ol", "issues");
  for (const issue of shown) {
    const head = element("p", "", element("span", `state ${issue.severity === "error" ? "bad" : "warning"}`, word(issue.severity)), " ");
    head.append(element("strong", "", word("place", issue.line, issue.column)), ` — ${issue.message}`);
    list.append(element("li", "", head, excerpt(lines, issue)));
  }
  place.append(list);
  for (const mark of list.querySelectorAll("mark")) {
    const box = mark.closest(".excerpt");
    if (mark.offsetLeft + mark.offsetWidth > box.clientWidth) box.scrollLeft = mark.offsetLeft - box.clientWidth / 3;
  }
  if (issues.length > shown.length) place.append(element("p", "soft", word("more", issues.length - shown.length)));
}

function valueText(value, word) {
  if (!value) return word("none");
  if (value.problem) return value.problem;
  // a whole telegram on one line is a value too
  const text = value.value ?? word("noValue");
  return [text.length > longestValue ? `${text.slice(0, longestValue)}…` : text, value.unit].filter(Boolean).join(" ");
}

function table(objects, word) {
  const head = element("tr");
  head.setAttribute("role", "row");
  for (const name of ["obis", "change", "now", "then"]) {
    const cell = element("th", "", word(name));
    cell.scope = "col";
    cell.setAttribute("role", "columnheader");
    head.append(cell);
  }
  const body = element("tbody");
  body.setAttribute("role", "rowgroup");
  const colours = { new: "good", gone: "bad", changed: "warning", same: "off" };
  for (const object of objects) {
    const row = element("tr");
    row.setAttribute("role", "row");
    const cells = [
      [object.obis, ""],
      [element("span", `state ${colours[object.change]}`, word(object.change)), "change"],
      [valueText(object.before, word), "now"],
      [valueText(object.after, word), "then"],
    ];
    for (const [content, label] of cells) {
      const cell = element("td", label === "" ? "code" : "", content);
      cell.setAttribute("role", "cell");
      if (label) cell.dataset.label = word(label);
      row.append(cell);
    }
    body.append(row);
  }
  const shown = element("table", "stack", element("thead", "", head), body);
  shown.setAttribute("role", "table");
  shown.setAttribute("aria-label", word("changes"));
  return shown;
}

function meterChanges(meter, isOpen, word) {
  const count = (change) => meter.objects.filter((object) => object.change === change).length;
  if (meter.objects.length === 0) return element("p", "soft", word("notRead", meter.name));
  const summary = word("summary", meter.name, count("new"), count("changed"), count("gone"), count("same"));
  const details = element("details", "", element("summary", "", summary));
  const order = ["gone", "changed", "new", "same"];
  // made when it is looked at: fifty meters with fifty objects each are many rows
  details.addEventListener("toggle", () => {
    if (details.open && details.children.length === 1) {
      details.append(table([...meter.objects].sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change)), word));
    }
  });
  details.open = isOpen;
  return details;
}

export function showChanges(place, meters, moreMeters, word) {
  if (meters.length === 0) {
    place.append(element("p", "", word("noMeter")));
    return;
  }
  place.append(element("h4", "", word("changes")));
  for (const [index, meter] of meters.entries()) place.append(meterChanges(meter, index === 0, word));
  if (moreMeters > 0) place.append(element("p", "soft", word("moreMeters", moreMeters)));
}
