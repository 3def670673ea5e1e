// What is typed twice is the same: <input data-same-as="password" data-differs="...">, which has no name and is not sent.
for (const again of document.querySelectorAll("[data-same-as]")) {
  const first = again.form.elements.namedItem(again.dataset.sameAs);
  const check = () => again.setCustomValidity(again.value === first.value ? "" : again.dataset.differs);
  again.addEventListener("input", check);
  first.addEventListener("input", check);
}
