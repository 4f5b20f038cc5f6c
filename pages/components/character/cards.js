// The cards of characters. Text is set as text: nothing that a stranger wrote can be markup.
const SVG = "http://www.w3.org/2000/svg";
const STAR = "M12 3.2l2.7 5.6 6.1.8-4.5 4.3 1.1 6.1-5.4-3-5.4 3 1.1-6.1L3.2 9.6l6.1-.8z";
const WAND = "M4 20L14.5 9.5l2 2M17 3v4M15 5h4M20 11v3M18.5 12.5h3M8 4v3M6.5 5.5h3";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const states = new WeakMap(); // by root: what is drawn

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const drawn = document.createElementNS(SVG, "path");
  drawn.setAttribute("d", path);
  svg.append(drawn);
  return svg;
}

// Only what has changed is set, so that focus and pictures stay.
function set(node, key, value) {
  if (node[key] !== value) node[key] = value;
}

function label(node, words) {
  set(node, "title", words);
  set(node, "ariaLabel", words);
}

class Card {
  constructor(id, root) {
    this.id = id;
    const name = `name-${id}`;
    this.picture = element("img", { loading: "lazy", decoding: "async" });
    this.picture.onerror = () => this.box.classList.add("without");
    this.box = element("div", { class: "picture" }, this.picture);
    this.name = element("h2", { id: name, dir: "auto" });
    this.age = document.createTextNode("");
    this.gender = element("bdi");
    this.bio = element("p", { class: "bio", dir: "auto" });
    const facts = element("p", { class: "facts" }, this.age, this.gender);
    this.open = element("button", { class: "open", type: "button" });
    this.make = element("a", { "aria-describedby": name }, icon(WAND));
    this.star = element("button", { type: "button", "aria-describedby": name }, icon(STAR));
    this.open.onclick = () => root.send("opened", id);
    this.star.onclick = () => root.send("marked", id);
    this.make.onclick = (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      root.send("made", id);
    };
    this.root = element(
      "li", {}, this.box,
      element("div", { class: "words" }, this.name, facts, this.bio),
      this.open, element("div", { class: "actions" }, this.make, this.star),
    );
  }

  show(card, all) {
    set(this.name, "textContent", card.name);
    set(this.age, "textContent", card.gender ? `${card.age} · ` : card.age);
    set(this.gender, "textContent", card.gender);
    set(this.bio, "textContent", card.bio);
    set(this.picture, "alt", card.name);
    if (this.address !== card.picture) {
      this.address = card.picture;
      this.box.classList.toggle("without", !card.picture);
      if (card.picture) this.picture.src = card.picture;
      else this.picture.removeAttribute("src");
    }
    set(this.open, "ariaLabel", `${all.open}: ${card.name}`);
    label(this.make, all.make);
    this.make.setAttribute("href", card.href);
    label(this.star, card.marked ? all.unmark : all.mark);
    set(this.star, "ariaPressed", String(card.marked));
    set(this.star, "disabled", !card.marked && all.isFull);
  }
}

// The card that is a number of columns and rows away, on the screen.
function neighbour(cards, from, [columns, rows]) {
  if (columns) return cards[from + columns];
  const at = cards[from].root.getBoundingClientRect();
  const distance = (card) => Math.abs(card.root.getBoundingClientRect().left - at.left);
  const isBeyond = (card) => (card.root.getBoundingClientRect().top - at.top) * rows > 1;
  const beyond = cards.filter(isBeyond);
  if (rows < 0) beyond.reverse();
  return beyond.find((card) => distance(card) < 1);
}

function move(event, state) {
  const step = ARROWS[event.key];
  if (!step || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const from = state.shown.findIndex((card) => card.root.contains(event.target));
  if (from < 0) return;
  event.stopPropagation(); // elsewhere on the page these keys turn it
  const to = neighbour(state.shown, from, step);
  if (!to) return;
  event.preventDefault();
  to.open.focus();
}

function begin(root) {
  const list = element("ul", { role: "list" });
  const state = { cards: new Map(), shown: [], list, opened: null, send: () => {} };
  list.addEventListener("keydown", (event) => move(event, state));
  root.append(list);
  states.set(root, state);
  return state;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const state = states.get(parentElement) ?? begin(parentElement);
  state.send = setTriggerValue;
  const cards = new Map();
  state.shown = data.cards.map((each) => {
    const card = state.cards.get(each.id) ?? new Card(each.id, state);
    card.show(each, data);
    cards.set(each.id, card);
    return card;
  });
  for (const [id, card] of state.cards) if (!cards.has(id)) card.root.remove();
  state.shown.forEach((card, place) => {
    const there = state.list.children[place];
    if (there !== card.root) state.list.insertBefore(card.root, there ?? null);
  });
  state.cards = cards;
  // A dialog gives the focus back to what can be seen from outside, which is not the card in here.
  const closed = data.opened === null && state.opened !== null && cards.get(state.opened);
  if (closed && !parentElement.activeElement) closed.open.focus({ preventScroll: true });
  state.opened = data.opened;
}
