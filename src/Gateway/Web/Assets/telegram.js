// Bytes of a telegram and their meaning: whichever is pointed at or has the focus is marked, and its counterpart too.
import { copy } from "./copy.js";
import { say } from "./says.js";

function mark(part, isOn) {
  const row = document.getElementById(`part-${part}`);
  const means = row?.closest(".telegram").querySelector(".means");
  if (isOn && means) {
    const [at, hex, meaning] = [...row.cells].map((cell) => cell.textContent.trim().replace(/\s+/g, " "));
    means.textContent = `${at}: ${hex} — ${meaning}`;
  }
  for (const place of document.querySelectorAll(`[data-part="${CSS.escape(part)}"]`)) place.classList.toggle("lit", isOn);
}

for (const [on, off] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
  document.addEventListener(on, (event) => {
    const place = event.target.closest?.("[data-part]");
    if (place) mark(place.dataset.part, true);
  });
  document.addEventListener(off, (event) => {
    const place = event.target.closest?.("[data-part]");
    if (place) mark(place.dataset.part, false);
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    await copy(document.getElementById(button.dataset.copy));
    say(document.getElementById(`${button.dataset.copy}-says`), "soft", button.dataset.copied);
  });
}
