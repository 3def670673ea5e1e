// Parts of a page that are shown anew while something goes on: <div id="progress" data-live="1000">, every so many milliseconds, until the part comes back
// without a number. A list <ul id="found" data-live="1000" data-rows> stays where it is: new rows are added and the others kept, so that what a person types
// stays; a row is taken anew when its data-version differs. What a part says in data-says is told to a screen reader when it changes, by
// <p id="live-says" role="status">.
const most = 60 * 60 * 1000; // a page that nobody touches for an hour is left as it is, and its session ends in time

let touchedAt = Date.now();
for (const kind of ["pointerdown", "keydown", "scroll"]) document.addEventListener(kind, () => { touchedAt = Date.now(); }, { passive: true });

function mergeRows(rows, fresh) {
  rows.dataset.live = fresh.dataset.live;
  for (const row of [...rows.children]) {
    if (!fresh.querySelector(`#${CSS.escape(row.id)}`)) row.remove();
  }
  for (const row of [...fresh.children]) {
    const known = document.getElementById(row.id);
    if (!known) rows.append(row);
    else if (known.dataset.version !== row.dataset.version) known.replaceWith(row);
  }
}

function show(part, fresh) {
  if (part.isEqualNode(fresh)) return;
  const says = document.getElementById("live-says");
  if (says && "says" in fresh.dataset && fresh.dataset.says !== part.dataset.says) says.textContent = fresh.dataset.says;
  if ("rows" in part.dataset) return mergeRows(part, fresh);
  const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
  part.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
}

export async function renewAll() {
  const response = await fetch(location.href, { credentials: "same-origin", cache: "no-store" });
  if (response.redirected) return location.reload();
  if (!response.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) show(part, document.importNode(fresh, true));
  }
}

async function keepLive() {
  for (;;) {
    const parts = [...document.querySelectorAll("[data-live]")].filter((part) => part.dataset.live);
    if (parts.length === 0) return;
    await new Promise((done) => setTimeout(done, Math.min(...parts.map((part) => Number(part.dataset.live)))));
    if (document.hidden || Date.now() - touchedAt > most) continue;
    try {
      await renewAll();
    } catch {
      // the gateway may restart: the next attempt tells
    }
  }
}

keepLive();
