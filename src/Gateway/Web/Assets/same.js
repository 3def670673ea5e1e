// What is typed twice is the same: <input data-same-as="password" data-differs="...">. The browser says so before anything is sent.
for (const again of document.querySelectorAll("[data-same-as]")) {
  const first = again.form.elements.namedItem(again.dataset.sameAs);
  const check = () => again.setCustomValidity(again.value === first.value ? "" : again.dataset.differs);
  again.addEventListener("input", check);
  first.addEventListener("input", check);
}
