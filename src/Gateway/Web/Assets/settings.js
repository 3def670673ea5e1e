// The settings page: after a change it waits for the gateway, which starts anew; and shows keys once.
import { comeBack } from "./restart.js";

const says = document.getElementById("restart-says");
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.add) {
    form.dataset.api = `PATCH /api/v1/settings/${form.dataset.add}/${encodeURIComponent(form.querySelector("[data-new]").value.trim())}`;
  }
}, { capture: true });

document.addEventListener("sent", (event) => {
  const form = event.target;
  if ("showKeys" in form.dataset) {
    const list = form.querySelector("dl");
    for (const place of list.querySelectorAll("[data-key]")) place.textContent = event.detail[place.dataset.key] ?? "—";
    list.hidden = false;
    form.reset();
  } else if ("restart" in form.dataset || event.detail?.restarts) {
    comeBack(says);
  }
});
