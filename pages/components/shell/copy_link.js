// Copies the address of the page, and says so. Nothing is sent to the server.
const SVG = "http://www.w3.org/2000/svg";
const CHAIN = "M10 14a4 4 0 0 0 5.7 0l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2"
  + "M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2";
const SHOWN = 6000; // milliseconds
const roots = new WeakSet();

function words() {
  const isHere = /^(localhost|127\.|\[::1\])/.test(location.hostname);
  return isHere
    ? "Link copied. It works on this computer only: the dashboard runs here."
    : "Link copied. It shows the same to anybody who opens it.";
}

// Where the clipboard is closed to the page, as without https, there is the older way.
function copiedTheOldWay(address) {
  const field = document.createElement("textarea");
  field.value = address;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  return isCopied;
}

async function copied(address) {
  try {
    await navigator.clipboard.writeText(address);
    return true;
  } catch {
    return copiedTheOldWay(address);
  }
}

export default function ({ parentElement }) {
  if (roots.has(parentElement)) return;
  roots.add(parentElement);
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", CHAIN);
  svg.append(path);
  const label = document.createElement("span");
  label.className = "label";
  label.textContent = "Copy link";
  const button = document.createElement("button");
  button.type = "button";
  button.title = "Copy link";
  button.append(svg, label);
  const told = document.createElement("p");
  told.setAttribute("role", "status");
  let hiding;
  button.onclick = async () => {
    const address = location.href;
    told.textContent = (await copied(address)) ? words() : `Copy this link: ${address}`;
    clearTimeout(hiding);
    hiding = setTimeout(() => { told.textContent = ""; }, SHOWN);
    button.focus();
  };
  const box = document.createElement("div");
  box.append(button, told);
  parentElement.append(box);
}
