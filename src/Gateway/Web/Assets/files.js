// Files that are chosen in a field, or fall on a place of the page.
export function takeFiles(drop, field, take) {
  field.addEventListener("change", () => {
    const files = [...field.files];
    // the same file again, when it was mended meanwhile, is another one
    field.value = "";
    take(files);
  });
  for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => take([...event.dataTransfer.files]));
  // a file that misses the place would otherwise be opened in place of the page
  for (const kind of ["dragenter", "dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
}
