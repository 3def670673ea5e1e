// The settings page: after a change it waits for the gateway, which starts anew; and shows keys once.
const says = document.getElementById("restart-says");
const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

async function comeBack() {
  says.hidden = false;
  says.textContent = says.dataset.restarting;
  says.scrollIntoView({ block: "center" });
  await wait(1500);
  for (let attempt = 0; attempt < 40; attempt++) {
    try {
      const response = await fetch("/health/live", { cache: "no-store" });
      if (response.ok) return location.reload();
    } catch {
      // it is not there yet
    }
    await wait(500);
  }
  says.className = "wrong";
  says.textContent = says.dataset.lost;
}

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
  } else if ("changeKeys" in form.dataset) {
    // those that are shown are the old ones
    const list = document.querySelector("[data-show-keys] dl");
    for (const place of list.querySelectorAll("[data-key]")) place.textContent = "";
    list.hidden = true;
    form.reset();
  } else if ("restart" in form.dataset || event.detail?.restarts) {
    comeBack();
  }
});
