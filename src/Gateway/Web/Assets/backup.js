// Backups: the file is made by the interface and saved by the browser; a file is looked at before it is brought back.
import { fileFrom, send, Problem } from "./api.js";
import { comeBack } from "./restart.js";
import { fill, say } from "./says.js";

const making = document.getElementById("make-backup");
const bringing = document.getElementById("bring-back");
const found = document.getElementById("found");
const restore = document.getElementById("restore");
const proof = document.getElementById("restore-password");

async function tried(button, says, work) {
  button.disabled = true;
  say(says, "done", says.dataset.working);
  try {
    await work();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    say(says, "wrong", problem.words);
  } finally {
    button.disabled = false;
  }
}

making.again.addEventListener("input", () => making.again.setCustomValidity(""));
making.addEventListener("submit", (event) => {
  event.preventDefault();
  if (making.passphrase.value !== making.again.value) {
    making.again.setCustomValidity(making.again.dataset.differs);
    making.again.reportValidity();
    return;
  }
  const says = document.getElementById("make-says");
  tried(event.submitter, says, async () => {
    const { name, content } = await fileFrom("POST", "/api/v1/backup", {
      passphrase: making.passphrase.value, password: making.password.value, readings: making.readings.checked,
    });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    making.reset();
    say(says, "done", fill(says.dataset.done, name, (content.size / 1e6).toFixed(1)));
  });
});

// The file comes last: the gateway reads it as it arrives.
function form() {
  const parts = new FormData();
  parts.append("passphrase", bringing.passphrase.value);
  parts.append("password", bringing.password.value);
  parts.append("file", bringing.file.files[0]);
  return parts;
}

const says = document.getElementById("bring-says");
bringing.addEventListener("submit", (event) => {
  event.preventDefault();
  restore.hidden = proof.hidden = found.hidden = true;
  tried(event.submitter, says, async () => {
    const backup = await send("POST", "/api/v1/restore?check=true", form());
    for (const place of found.querySelectorAll("[data-found]")) place.textContent = backup[place.dataset.found] ?? found.dataset.leftOut;
    found.hidden = proof.hidden = restore.hidden = false;
    says.hidden = true;
    bringing.password.focus();
  });
});
bringing.addEventListener("input", (event) => {
  if (event.target !== bringing.password) restore.hidden = proof.hidden = found.hidden = true;
});
restore.addEventListener("click", () => {
  if (!window.confirm(restore.dataset.confirm)) return;
  tried(restore, says, async () => {
    const { notes } = await send("POST", "/api/v1/restore", form());
    say(says, "done", notes.join(" "));
    await comeBack(document.getElementById("restart-says"));
  });
});
