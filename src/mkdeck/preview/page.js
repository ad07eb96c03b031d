// Everything is in the page: the cards as JSON, the pictures as addresses of their own data. Nothing is asked for elsewhere.
const find = (id) => document.getElementById(id);
const { css, groups, media, version } = JSON.parse(find("data").textContent);
const cards = groups.flatMap((group) => group.cards);
const frame = find("card");

// What a reload keeps, beside the key in the address; the browser holds it, so nothing is stored.
const state = {
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  phone: false,
  flipped: false,
  typed: "",
  query: "",
  tag: "",
  ...history.state,
};
let current = null;
let shown = cards;

// --- the list

function make(name, properties, ...children) {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
}

function addressOf(card) {
  return "#" + encodeURI(card.address).replaceAll("#", "%23");
}

function fillList() {
  for (const group of groups) {
    const entries = group.cards.map((card) => {
      card.words = fold([card.text, card.key, ...card.tags].join(" "));
      card.entry = make("a", { href: addressOf(card), textContent: card.title, dir: "auto" });
      return card.entry;
    });
    group.element = make("section", {}, make("h2", { textContent: group.name, dir: "auto" }), ...entries);
  }
  find("list").append(...groups.map((group) => group.element));
  const counts = new Map();
  for (const tag of cards.flatMap((card) => card.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const tags = [...counts].sort(([a], [b]) => a.localeCompare(b));
  find("tag").append(...tags.map(([tag, count]) => make("option", { value: tag, textContent: `${tag} (${count})` })));
}

function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}

function narrow() {
  const words = fold(state.query).split(/\s+/);
  shown = cards.filter((card) => {
    const fits = (!state.tag || card.tags.includes(state.tag)) && words.every((word) => card.words.includes(word));
    card.entry.hidden = !fits;
    return fits;
  });
  for (const group of groups) group.element.hidden = group.cards.every((card) => card.entry.hidden);
  const all = `${cards.length} ${cards.length === 1 ? "card" : "cards"}`;
  find("count").textContent = shown.length === cards.length ? all : `${shown.length} of ${all}`;
  if (shown.length && !shown.includes(current)) show(shown[0]);
  else describe();
  remember();
}

// --- the card

function show(card) {
  if (card !== current) Object.assign(state, { flipped: false, typed: "" });
  current?.entry.removeAttribute("aria-current");
  current = card;
  current.entry.setAttribute("aria-current", "true");
  current.entry.scrollIntoView({ block: "nearest" });
  draw();
  remember();
}

function flip() {
  const field = frame.contentDocument?.querySelector("input#typeans");
  if (field) state.typed = field.value.trim();
  state.flipped = !state.flipped;
  draw();
  remember();
}

function step(by) {
  const next = shown[shown.indexOf(current) + by];
  if (next) show(next);
}

function draw() {
  describe();
  dress();
  const page = frame.contentDocument;
  const style = page?.getElementById("style");
  if (!style || !current) return; // the frame has not loaded yet, and draws when it has
  style.textContent = css[current.kind];
  const parsed = new DOMParser().parseFromString(current.sides[Number(state.flipped)], "text/html");
  for (const shown of parsed.querySelectorAll("img, audio, video")) shown.src = media[shown.getAttribute("src")] ?? "data:,";
  for (const link of parsed.links) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  const side = page.createElement("div");
  side.id = "qa";
  side.append(...parsed.body.childNodes);
  page.body.replaceChildren(side);
  compare(page.getElementById("typeans"));
  // As Anki does, a long answer begins at the top.
  const answer = state.flipped && page.getElementById("answer");
  frame.contentWindow.scrollTo(0, answer ? answer.offsetTop : 0);
}

// What was typed above what is right; Anki also says which letters differ.
function compare(field) {
  if (field?.localName === "input") field.value = state.typed;
  if (field?.localName !== "code" || !state.typed) return;
  const right = field.textContent.normalize("NFC");
  const mark = (kind, text) => make("span", { className: kind, textContent: text });
  if (state.typed.normalize("NFC") === right) field.replaceChildren(mark("typeGood", right));
  else field.replaceChildren(mark("typeBad", state.typed), make("br"), "↓", make("br"), mark("typeMissed", right));
}

function describe() {
  const at = shown.indexOf(current);
  find("flip").textContent = state.flipped ? "Show question" : "Show answer";
  find("flip").disabled = !current;
  find("previous").disabled = at < 1;
  find("next").disabled = at < 0 || at === shown.length - 1;
  const label = current?.label ? `, ${current.label}` : "";
  find("position").textContent = at < 0 ? "–" : `${at + 1} of ${shown.length}${label}`;
  find("place").textContent = current?.place || "–";
  find("key").textContent = current?.key || "–";
  find("tags").textContent = current?.tags.join(" ") || "–";
}

// --- how it is shown

function dress() {
  const scheme = state.dark ? "dark" : "light";
  document.documentElement.style.colorScheme = scheme;
  find("dark").setAttribute("aria-pressed", state.dark);
  find("phone").setAttribute("aria-pressed", state.phone);
  find("stage").classList.toggle("phone", state.phone);
  const page = frame.contentDocument;
  if (!page?.body) return;
  page.documentElement.className = state.phone ? "mobile android" : "linux";
  page.documentElement.style.colorScheme = scheme;
  const card = `card card${current?.number ?? 1}`;
  page.body.className = state.dark ? `${card} nightMode night_mode` : card;
}

function toggle(name) {
  state[name] = !state[name];
  dress();
  remember();
}

function browse(open) {
  find("browse").setAttribute("aria-expanded", open);
  find("side").classList.toggle("open", open);
}

// --- the address

let waiting = 0;

// Browsers allow few changes of the address in a time, so a held key makes one.
function remember() {
  clearTimeout(waiting);
  waiting = setTimeout(writeAddress, 150);
}

function writeAddress() {
  history.replaceState(state, "", current ? addressOf(current) : "");
}

function readAddress(address) {
  let key = new URL(address).hash.slice(1);
  try {
    key = decodeURIComponent(key);
  } catch {} // not written by this page: no card has it
  return cards.find((card) => card.address === key);
}

// --- keys and clicks

const KEYS = {
  " ": flip,
  Enter: flip,
  ArrowRight: () => step(1),
  j: () => step(1),
  ArrowLeft: () => step(-1),
  k: () => step(-1),
  d: () => toggle("dark"),
  p: () => toggle("phone"),
  "/": () => {
    browse(true);
    find("query").select();
  },
  "?": () => find("keys").showModal(),
};

function onKey(event) {
  const at = event.target;
  const action = KEYS[event.key];
  if (!action || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented || find("keys").open) return;
  if (at.closest?.("input, select") && !(at.id === "typeans" && event.key === "Enter")) return;
  if ([" ", "Enter"].includes(event.key) && at.closest?.("button, a, summary")) return;
  event.preventDefault();
  action();
}

function onSearchKey(event) {
  if (event.key === "Enter") frame.focus();
  if (event.key !== "Escape") return;
  event.preventDefault();
  if (state.query) search("");
  else frame.focus();
}

function search(query) {
  state.query = find("query").value = query;
  narrow();
}

function onEntry(event) {
  const card = cards.find((one) => one.entry === event.target);
  if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (card === current) flip();
  else show(card);
  browse(false);
}

// The event keeps the address that was opened; the one above may have been written anew meanwhile.
function onAddress(event) {
  const card = readAddress(event.newURL);
  if (card) show(card);
}

function listen() {
  document.addEventListener("keydown", onKey);
  find("list").addEventListener("click", onEntry);
  find("query").addEventListener("keydown", onSearchKey);
  find("query").addEventListener("input", (event) => search(event.target.value));
  find("tag").addEventListener("change", (event) => {
    state.tag = event.target.value;
    narrow();
  });
  find("previous").addEventListener("click", () => step(-1));
  find("next").addEventListener("click", () => step(1));
  find("flip").addEventListener("click", flip);
  find("dark").addEventListener("click", () => toggle("dark"));
  find("phone").addEventListener("click", () => toggle("phone"));
  find("help").addEventListener("click", KEYS["?"]);
  find("browse").addEventListener("click", (event) => browse(event.target.getAttribute("aria-expanded") === "false"));
  addEventListener("hashchange", onAddress);
}

// The card has a document of its own, as in Anki: its style and this page's do not meet. No script runs there.
function openFrame() {
  frame.addEventListener("load", () => {
    const page = frame.contentDocument;
    page.head.append(Object.assign(page.createElement("style"), { id: "style" }));
    page.addEventListener("keydown", onKey);
    draw();
  });
  frame.srcdoc = '<!DOCTYPE html><html lang=""><head><title>Card</title></head><body></body></html>';
}

// Only a page that is served while its sources are watched has a version.
async function follow() {
  try {
    const answer = await fetch("version", { cache: "no-store" });
    if (answer.ok && (await answer.text()) !== version) {
      writeAddress();
      location.reload();
    }
  } catch {} // the server has ended, or is about to begin again
}

fillList();
listen();
find("query").value = state.query;
find("tag").value = state.tag;
state.tag = find("tag").value;
current = readAddress(location.href) ?? cards[0] ?? null;
narrow();
if (current) show(current);
openFrame();
if (version) setInterval(follow, 700);
