// Everything is in the page: the cards as JSON, the pictures as addresses of their own data. Nothing is asked for elsewhere.
const find = (id) => document.getElementById(id);
const { css, groups, listCss, media, version } = JSON.parse(find("data").textContent);
const cards = groups.flatMap((group) => group.cards);
const present = cards.filter((card) => card.change !== "removed");
const frame = find("card");

// What a reload keeps, beside the key in the address; the browser holds it, so nothing is stored.
const state = {
  dark: matchMedia("(prefers-color-scheme: dark)").matches,
  phone: false,
  list: false,
  flipped: false,
  typed: "",
  query: "",
  tag: "",
  finding: "",
  change: "",
  ...history.state,
};
let current = null;
let shown = present;
let listed = null; // the cards of which the list was made

// What the cards can be filtered by, each a choice of its own; what a card has of it, the most general first.
const FILTERS = {
  tag: (card) => card.tags,
  finding: (card) => (card.findings.length ? ["with a warning", ...card.findings.map(([code]) => code)] : []),
  change: (card) => (["", "unchanged"].includes(card.change) ? [card.change].filter(Boolean) : ["changed", card.change]),
};

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
  for (const [name, of] of Object.entries(FILTERS)) fillFilter(find(name), name === "tag" ? present : cards, of);
}

function fillFilter(select, among, of) {
  const counts = new Map();
  for (const value of among.flatMap((card) => [...new Set(of(card))])) counts.set(value, (counts.get(value) ?? 0) + 1);
  const values = select.id === "tag" ? [...counts].sort(([a], [b]) => a.localeCompare(b)) : [...counts];
  select.append(...values.map(([value, count]) => make("option", { value, textContent: `${value} (${count})` })));
  select.hidden = select.id !== "tag" && !counts.size;
}

function fold(text) {
  return text.normalize("NFKC").toLowerCase();
}

function narrow() {
  const words = fold(state.query).split(/\s+/);
  const set = Object.entries(FILTERS).filter(([name]) => state[name]);
  shown = (state.change ? cards : present).filter(
    (card) => set.every(([name, of]) => of(card).includes(state[name])) && words.every((word) => card.words.includes(word)),
  );
  for (const card of cards) card.entry.hidden = true;
  for (const card of shown) card.entry.hidden = false;
  for (const group of groups) group.element.hidden = group.cards.every((card) => card.entry.hidden);
  const all = `${present.length} ${present.length === 1 ? "card" : "cards"}`;
  find("count").textContent = shown.length === present.length && !state.change ? all : `${shown.length} of ${all}`;
  if (!shown.includes(current)) show(shown[0] ?? null);
  else if (state.list) draw();
  else describe();
  remember();
}

// --- the card

function show(card) {
  if (card !== current) Object.assign(state, { flipped: false, typed: "" });
  current?.entry.removeAttribute("aria-current");
  current = card;
  current?.entry.setAttribute("aria-current", "true");
  if (current) bringIntoView(current.entry);
  if (state.list && listed === shown) reveal();
  else draw();
  remember();
}

// Not by scrollIntoView: the next Tab would begin there, and not at the link that skips the list.
function bringIntoView(entry) {
  const list = find("list");
  const [box, at] = [list, entry].map((element) => element.getBoundingClientRect());
  list.scrollTop += Math.min(at.top - box.top, 0) + Math.max(at.bottom - box.bottom, 0);
}

// The card has the focus then, so that the keys that scroll are its own.
function flip() {
  if (state.list || !current) return;
  const field = frame.contentDocument?.querySelector("input#typeans");
  if (field) state.typed = field.value.trim();
  state.flipped = !state.flipped;
  draw();
  frame.focus();
  remember();
}

function step(by) {
  const next = shown[shown.indexOf(current) + by];
  if (next) show(next);
}

function draw() {
  listed = null;
  describe();
  dress();
  const page = frame.contentDocument;
  if (!page?.getElementById("style")) return; // the frame has not loaded yet, and draws when it has
  if (!current) drawNothing(page);
  else if (state.list) drawList(page);
  else drawCard(page);
  paintFrame();
}

// Around the card, where a scroll bar may come to stand.
function paintFrame() {
  frame.style.backgroundColor = frame.contentWindow.getComputedStyle(frame.contentDocument.body).backgroundColor;
}

function drawNothing(page) {
  page.getElementById("style").textContent = Object.values(css).join("\n") + listCss;
  page.body.replaceChildren(make("p", { className: "nothing", textContent: cards.length ? "No card has this." : "There are no cards." }));
}

function drawCard(page) {
  page.getElementById("style").textContent = css[current.kind];
  page.body.replaceChildren(makeSide(current.sides[Number(state.flipped)], { id: "qa" }));
  compare(page.getElementById("typeans"));
  // As Anki does: what is longer than the window begins at the answer.
  const answer = state.flipped && page.getElementById("answer");
  frame.contentWindow.scrollTo(0, 0);
  if (answer) scrollFrameTo(answer);
}

// Not by scrollIntoView, which scrolls the page around the frame, too.
function scrollFrameTo(element) {
  const view = frame.contentWindow;
  const margin = parseFloat(view.getComputedStyle(element).scrollMarginTop);
  view.scrollTo(0, view.scrollY + element.getBoundingClientRect().top - margin);
}

function makeSide(html, properties) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  for (const shown of parsed.querySelectorAll("img, audio, video")) shown.src = media[shown.getAttribute("src")] ?? "data:,";
  for (const link of parsed.links) Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  return make("div", properties, ...parsed.body.childNodes);
}

// --- the list of both sides, or of what was and what is

function drawList(page) {
  page.getElementById("style").textContent = [...new Set(shown.map((card) => css[card.kind]))].join("\n") + listCss;
  page.body.replaceChildren();
  listed = shown;
  reveal();
}

function reveal() {
  describe();
  extendList(shown.indexOf(current));
  const page = frame.contentDocument;
  page.querySelector(".current")?.classList.remove("current");
  page.body.children[shown.indexOf(current)].classList.add("current");
  scrollFrameTo(page.querySelector(".current"));
  extendList();
}

// Rows are made when they are near the window, so that thousands cost no more than some.
function extendList(least = -1) {
  const page = frame.contentDocument;
  const isNear = () => page.documentElement.scrollHeight < page.defaultView.scrollY + 3 * page.defaultView.innerHeight;
  for (let at = page.body.childElementCount; at < shown.length && (at <= least || isNear()); at++) page.body.append(makeRow(shown[at]));
}

function makeRow(card) {
  const sides = sidesOf(card).map(([name, html]) => make("section", {}, make("h3", { textContent: name }), makeSide(html, {})));
  const head = [card.place || card.key, card.change, ...card.findings.map(([code, text]) => `${code}: ${text}`)];
  const title = make("h2", { textContent: head.filter(Boolean).join(" · ") });
  return make("section", { className: "row" }, title, make("div", { className: "sides" }, ...sides));
}

function sidesOf(card) {
  if (!state.change) return [["Front", card.sides[0]], ["Back", card.sides[1]]];
  const [before, now] = card.change === "removed" ? [card.sides, null] : [card.old, card.sides];
  return [["Before", before], ["Now", now]].flatMap(([name, sides]) => (sides ? [[name, sides[1]]] : []));
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
  find("flip").disabled = !current || state.list;
  find("previous").disabled = at < 1;
  find("next").disabled = at < 0 || at === shown.length - 1;
  const label = current?.label ? `, ${current.label}` : "";
  find("position").textContent = at < 0 ? "–" : `${at + 1} of ${shown.length}${label}`;
  find("place").textContent = current?.place || "–";
  find("key").textContent = current?.key || "–";
  find("tags").textContent = current?.tags.join(" ") || "–";
  find("kind").textContent = current?.change ?? "";
  find("findings").textContent = (current?.findings ?? []).map(([code, text]) => `${code}: ${text}`).join("; ");
  for (const name of ["kind", "findings"]) find(name).parentElement.hidden = !find(name).textContent;
}

// --- how it is shown

function dress() {
  const scheme = state.dark ? "dark" : "light";
  document.documentElement.style.colorScheme = scheme;
  find("dark").setAttribute("aria-pressed", state.dark);
  find("phone").setAttribute("aria-pressed", state.phone);
  find("rows").setAttribute("aria-pressed", state.list);
  find("stage").classList.toggle("phone", state.phone);
  const page = frame.contentDocument;
  if (!page?.body) return;
  page.documentElement.className = state.phone ? "mobile android" : "linux";
  page.documentElement.style.colorScheme = scheme;
  const card = `card card${current?.number ?? 1}`;
  page.body.className = state.dark ? `${card} nightMode night_mode` : card;
  page.body.classList.toggle("list", state.list);
}

function toggle(name) {
  state[name] = !state[name];
  dress();
  paintFrame();
  remember();
}

function toggleList() {
  state.list = !state.list;
  draw();
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
  l: toggleList,
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

// What changed is looked at side by side, which is a list.
function filter(name, value) {
  state[name] = value;
  if (name === "change") Object.assign(state, { list: Boolean(value) });
  narrow();
  if (name === "change") draw();
}

function onEntry(event) {
  const card = cards.find((one) => one.entry === event.target);
  if (!card || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (card === current && !state.list) flip();
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
  for (const name of Object.keys(FILTERS)) find(name).addEventListener("change", (event) => filter(name, event.target.value));
  find("skip").addEventListener("click", (event) => {
    event.preventDefault();
    frame.focus();
  });
  find("rows").addEventListener("click", toggleList);
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
    page.addEventListener("scroll", () => state.list && extendList());
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
for (const name of Object.keys(FILTERS)) {
  find(name).value = state[name];
  state[name] = find(name).value;
}
current = readAddress(location.href) ?? present[0] ?? null;
narrow();
if (current) show(current);
openFrame();
if (version) setInterval(follow, 700);
