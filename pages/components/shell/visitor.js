// The visitor's token, in the local storage of a browser that takes no cookie of ours.
// Gives "" where there is no such storage either.
const NAME = "eternal_visitor";

function newToken() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function keptToken() {
  try {
    const kept = localStorage.getItem(NAME);
    if (/^[\w-]{43}$/.test(kept ?? "")) return kept;
    localStorage.setItem(NAME, newToken());
    return localStorage.getItem(NAME) ?? "";
  } catch {
    return "";
  }
}

export default function ({ setTriggerValue }) {
  setTriggerValue("token", keptToken());
}
