// What adds an entry to the browser's history, and what replaces the one that is there.
//
// Streamlit adds one for each address that the server writes. Here one act of the visitor adds one
// at most; the size, sliders and what is only noted in passing replace, and so does each letter of
// one search. Without this script more entries are made, and each still shows what it says.
(() => {
  if (window.historyOfActs) return;
  window.historyOfActs = true;
  const PAUSE = 1000; // milliseconds without a letter, and a search is finished
  const REPLACE = ["size", "age"];
  const SEARCHES = ["q", "find"];
  const NOTED = ["seed", "ticked", "shortlist"];
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const SETTERS = "[role='radio'], [role='slider'], [data-testid='stSlider']";
  let hasAdded = true; // what is put right while the page opens is no act
  let isSetting = false; // whether the act was one on a size or a slider, not on a way elsewhere
  let typedAt = -Infinity; // the last letter of a search
  let pausedBefore = true; // whether it began a search
  const app = () => document.querySelector("[data-testid='stApp']");
  const isConnected = () => app().dataset.testConnectionState === "CONNECTED";
  // Streamlit forgets a Back while the connection is down, and would show another page than the
  // address says: it is told once the connection is there again.
  const untilConnected = new MutationObserver(() => {
    if (!isConnected()) return;
    untilConnected.disconnect();
    window.dispatchEvent(new PopStateEvent("popstate"));
  });
  const begin = (event) => {
    hasAdded = false;
    isSetting = Boolean(event.target.closest?.(SETTERS));
  };
  window.addEventListener("pointerdown", begin, true);
  window.addEventListener("keydown", begin, true);
  // The end of a drag is a click elsewhere; one without a pointer comes from a screen reader.
  window.addEventListener("click", (event) => event.detail === 0 && begin(event), true);
  window.addEventListener("popstate", () => {
    pausedBefore = true;
    if (!isConnected()) untilConnected.observe(app(), { attributes: true });
  }, true);
  window.addEventListener("input", (event) => {
    hasAdded = false;
    if (event.target.type !== "search") return;
    pausedBefore ||= event.timeStamp - typedAt > PAUSE;
    typedAt = event.timeStamp;
  }, true);

  const changed = (from, to) => {
    const names = new Set([...from.searchParams.keys(), ...to.searchParams.keys()]);
    const text = (url, name) => url.searchParams.getAll(name).join("\n");
    return [...names].filter((name) => text(from, name) !== text(to, name));
  };
  const isSameSearch = (from, to) => {
    const search = (url) => SEARCHES.map((name) => url.searchParams.get(name) ?? "").join("");
    const [before, now] = [from, to].map(search);
    return !pausedBefore && before && now && (before.startsWith(now) || now.startsWith(before));
  };
  const searches = (names) => names.some((name) => SEARCHES.includes(name));
  const adds = (from, to) => {
    if (hasAdded) return false;
    if (from.pathname !== to.pathname) return true;
    const names = changed(from, to);
    if (isSetting && names.some((name) => REPLACE.includes(name))) return false;
    if (searches(names)) return !isSameSearch(from, to);
    return !names.every((name) => NOTED.includes(name));
  };
  history.pushState = (state, title, address) => {
    const [from, to] = [new URL(location.href), new URL(address ?? "", location.href)];
    const isNew = adds(from, to);
    if (searches(changed(from, to))) pausedBefore = false;
    hasAdded ||= isNew;
    (isNew ? push : replace)(state, title, address);
  };
})();
