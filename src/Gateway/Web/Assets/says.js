// What a page says to whoever works on it. The words stand in the page, where a translator finds them.

// A text with values in its places {0}, {1}.
export const fill = (text, ...values) => text.replace(/\{(\d)\}/g, (_, place) => values[place]);

// The texts of a <template> by their names.
export const wordsOf = (template) => (name, ...values) => fill(template.content.querySelector(`[data-word="${name}"]`).textContent, ...values);

// The kind is a class of the style sheet; what is wrong is read out at once.
export function say(place, kind, text) {
  place.className = kind;
  place.setAttribute("role", kind === "wrong" ? "alert" : "status");
  place.textContent = text;
  place.hidden = text === "";
}

// The same at the beginning of a form.
export function sayIn(form, kind, text) {
  let place = form.querySelector("[data-says]");
  if (!place) {
    place = document.createElement("p");
    place.dataset.says = "";
    form.prepend(place);
  }
  say(place, kind, text);
}
