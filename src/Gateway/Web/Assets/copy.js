// Copies what stands in a field.
export async function copy(field) {
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // without TLS a browser has no clipboard for us, but copies what is selected
    field.select();
    document.execCommand("copy");
  }
}
