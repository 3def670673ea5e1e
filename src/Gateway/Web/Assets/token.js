// A new token is shown once, in a dialog with a button that copies it.
const dialog = document.getElementById("made");
const token = document.getElementById("made-token");
const says = document.getElementById("made-says");

document.getElementById("make-token").addEventListener("sent", (event) => {
  token.value = event.detail.token;
  dialog.showModal();
  token.select();
});

document.getElementById("copy-token").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(token.value);
  } catch {
    // without TLS a browser has no clipboard for us, but copies what is selected
    token.select();
    document.execCommand("copy");
  }
  says.textContent = says.dataset.copied;
  says.hidden = false;
});

dialog.addEventListener("close", () => {
  token.value = "";
  location.reload();
});
