// A new token is shown once, in a dialog with a button that copies it.
import { copy } from "./copy.js";
import { say } from "./says.js";

const dialog = document.getElementById("made");
const token = document.getElementById("made-token");
const says = document.getElementById("made-says");

document.getElementById("make-token").addEventListener("sent", (event) => {
  token.value = event.detail.token;
  dialog.showModal();
  token.select();
});

document.getElementById("copy-token").addEventListener("click", async () => {
  await copy(token);
  say(says, "done", says.dataset.copied);
});

dialog.addEventListener("close", () => {
  token.value = "";
  location.reload();
});
