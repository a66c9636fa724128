// The dialogue of the review in the browser. The program keeps its state; this sends wishes and shows what came of them.
import * as page from "./page.js";
import * as privacy from "./privacy.js";
import { OWN, build, current, shownKey, keep, keyOf, keymap, paint, settings } from "./settings.js";

const one = id => document.getElementById(id);
const NAMED = { Enter: "enter", Escape: "esc", ArrowUp: "up", ArrowDown: "down", ArrowLeft: "left", ArrowRight: "right",
  PageUp: "pageup", PageDown: "pagedown", Home: "home", End: "end", Tab: "tab", Backspace: "backspace", Delete: "delete" };
const SCROLLS = { up: -40, down: 40, pageup: -320, pagedown: 320 };
const IN_LISTS = ["enter", "esc", "up", "down", "pageup", "pagedown", "home", "end"];
const IN_WORDS = [...IN_LISTS, "left", "right"];
const COMMANDS = ["accept", "file", "kind", "reject", "skip", "undo", "back", "forward", "details", "note", "wording", "split", "merge",
  "add", "grounds", "learning", "head", "verdict", "rest", "sure", "help", "quit"];
let session = "", acts = 0, view = null, words = {}, given = {}, map = {}, lost = false, mark = null;

// --- wishes, one after the other ---

const waiting = [];
let busy = false, closing = false;

function wish(intent) { waiting.push({ intent }); work(); }

async function work() {
  if (busy) return;
  busy = true;
  while (waiting.length && !lost) {
    const next = waiting.shift();
    closing = next.key === "enter" || next.key === "esc";
    const intent = next.intent || meant(next.key);
    if (!intent) continue;
    if (intent.name === "type" && waiting.some(later => later.intent && later.intent.name === "type")) continue;
    await send(intent);
  }
  busy = closing = false;
}

// may what is pressed now be meant for what comes after the question?
const undecided = () => closing || waiting.some(later => later.key);

async function post(address, body) {
  const reply = await fetch(address, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  if (reply.ok) return reply.json();
  const problem = new Error(String(reply.status));
  problem.status = reply.status;
  problem.said = reply.status === 409 ? (await reply.json()).error : "";
  throw problem;
}

async function send(intent) {
  try {
    const reply = await post("api/act", { session, acts, intent });
    acts = reply.acts;
    show(reply);
  } catch (problem) {
    if (problem.status === 410) { await open(view && view.item ? view.item.id : ""); return; }  // given up for newer pages
    if (problem.status === 400 || problem.status === 409) { one("message").textContent = problem.said || "?"; return; }
    lose();
  }
}

function lose() { lost = true; one("message").textContent = words.lost; one("live").textContent = words.lost; document.body.dataset.lost = "1"; }

async function open(at) {
  const reply = await post("api/open", { reviewer: settings.reviewer, lang: settings.lang, at });
  ({ session, acts, words } = reply);
  current.lang = reply.lang; current.reviewer = reply.reviewer;
  given = reply.keys; map = keymap(given);
  Object.assign(page.paper, { lang: reply.lang, session });
  document.documentElement.lang = reply.lang;
  document.title = words.title;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = words[node.dataset.word];
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", words[node.dataset.label]);
  one("reviewer-name")?.remove();
  page.prepare({ words, wanted: wish, marked: values => marked({ values }) });
  show(reply);
}

// --- keys ---

const inField = node => node instanceof HTMLElement && (node.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(node.tagName));

function meant(key) {  // what a key pressed outside of fields wants now
  const asked = view && view.question;
  if (asked) return meantAsked(asked, key);
  if (key.length === 1 && !settings.single) return null;
  if (/^[1-9]$/.test(key)) return { name: "pick", value: key };
  const wanted = map[key];
  if (wanted && OWN_WISHES.has(wanted)) { does(wanted); return null; }
  if (wanted) return { name: wanted };
  if (key.length === 1) return { name: "unknown", value: key };
  return null;
}

function meantAsked(asked, key) {
  if (asked.form === "help" && key in SCROLLS) { one("desk").scrollTop += SCROLLS[key]; return null; }
  if (asked.form === "help") return { name: "leave" };
  if (key === "esc" && asked.form === "lines") return { name: "leave" };
  const field = document.querySelector("#question input, #question textarea");
  if (field && key.length === 1 && (asked.form === "find" || asked.form === "menu" || asked.form === "lines")) {
    const target = inField(document.activeElement) ? document.activeElement : field;  // typed before the field was there
    target.value += key; target.focus();
    return asked.form === "lines" ? null : { name: "type", value: target.value };
  }
  if (asked.form === "lines") return key === "enter" ? answered() : null;
  const known = asked.form === "menu" && asked.typing ? IN_LISTS : IN_WORDS;
  return known.includes(key) || (key.length === 1 && !field) ? { name: "edit", value: key } : null;
}

const OWN_WISHES = new Set(Object.values(OWN));

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || document.querySelector("dialog[open]")) return;
  const key = NAMED[event.key] || (event.key.length === 1 ? event.key : ""), asked = view && view.question;
  if (!key || key === "tab" || lost || !view) return;
  const at = event.target;
  if (inField(at) && at.closest("#question") && undecided()) {
    // it waits its turn
  } else if (inField(at)) {
    if (!asked || !at.closest("#question")) return;
    const known = asked.form === "lines" ? ["enter", "esc"] : asked.form === "find" ? IN_WORDS : IN_LISTS;
    if (!known.includes(key)) return;
  } else if (key === "enter" || key === " ") {
    if (at instanceof HTMLElement && at.closest("button, a, summary, select")) return;  // it is pressed
    if (key === " " && !asked) return;
  } else if (!asked && key !== "left" && key !== "right" && key.length > 1) {
    scroll(event, key);
    return;
  }
  event.preventDefault();
  waiting.push({ key }); work();
});

function scroll(event, key) {
  if (!(key in SCROLLS) || event.target.closest("#sheet-frame")) return;
  event.preventDefault();
  one("pieces").scrollTop += SCROLLS[key];
}

function does(name) {
  if (name === "list") showList();
  else page.does[name]?.();
}

// --- show ---

function text(id, said) { const node = one(id); node.textContent = said || ""; node.hidden = !said; }

function show(reply) {
  const before = view, asked = before && before.question && before.question.ask;
  view = reply.view;
  const { letter, item, question } = view;
  one("document").textContent = letter ? letter.name : words.title;
  one("head").textContent = letter ? letter.head.join(" · ") : "";
  one("head").className = letter && letter.unknown ? "unknown" : "";
  one("progress").textContent = view.progress;
  one("message").textContent = view.over ? words.over : view.message;
  if (letter && before && before.letter && (before.settled !== view.settled || before.total !== view.total || view.message)) page.forget(letter.id);
  showItem(item, letter);
  showQuestion(question, item);
  showCommands(item);
  hideMark();
  page.look(letter, item);
  one("live").textContent = view.live;
  if (question && asked !== question.ask) focusQuestion();
  else if (!question && (asked || document.activeElement === document.body || !document.activeElement)) one("statement").focus({ preventScroll: true });
  if (reply.next) requestIdleCallback ? requestIdleCallback(() => page.ahead(reply.next)) : page.ahead(reply.next);
  document.body.dataset.acts = acts;
  document.body.dataset.item = item ? item.id : "";
  if (view.over) { lost = true; document.body.dataset.over = "1"; }
}

function showItem(item, letter) {
  one("desk").dataset.kind = item ? item.kind : "";
  one("statement").textContent = item ? (item.whole ? item.kind_name : `${item.kind_name} · ${item.place}`) : words.title;
  text("section", item && item.section);
  text("scan", letter && letter.scan);
  const pieces = one("pieces");
  pieces.hidden = !item;
  pieces.replaceChildren(...(item ? item.pieces : []).map(piece => {
    const node = document.createElement("span");
    node.textContent = piece.text; node.className = piece.is.join(" "); node.dataset.at = piece.at;
    return node;
  }));
  const focus = pieces.querySelector(".chosen, .focus");
  if (focus) { focus.classList.add("begins"); pieces.scrollTop = Math.max(focus.offsetTop - pieces.offsetTop - 60, 0); }
  const suggested = item ? item.suggestions : [];
  one("suggestions-title").hidden = !suggested.length;
  one("suggestions").replaceChildren(...suggested.map((found, at) => {
    const line = document.createElement("li"), button = document.createElement("button"), said = document.createElement("span");
    button.type = "button"; button.setAttribute("aria-keyshortcuts", String(at + 1));
    said.append(`${found.note}  ${found.label}`.trim(), " ", span("id", found.id));
    button.append(span("", String(at + 1)), span("", found.score), said);
    button.addEventListener("click", () => wish({ name: "pick", value: String(at + 1) }));
    line.append(button);
    return line;
  }));
  one("levels").hidden = !(item && item.levels.length);
  one("level-buttons").replaceChildren(...(item ? item.levels : []).map((level, at) => {
    const made = button("", () => wish({ name: "pick", value: String(at + 1) }));
    made.append(node("kbd", String(at + 1)), level.label); made.setAttribute("aria-pressed", String(level.said));
    return made;
  }));
  one("nothing").hidden = !(item && item.nothing);
  text("why", item && item.why);
  const details = one("details");
  details.hidden = !(item && item.details.length);
  details.replaceChildren(...(item ? item.details : []).flatMap(([name, said]) => [node("dt", name), node("dd", said)]));
  text("edited", item && item.edited && `${words.edited}: ${item.edited}`);
  text("note", item && item.note && `${words.note}: ${item.note}`);
  text("verdict", item && item.verdict);
  list("doubts", item && item.whole ? letter.doubts : []);
  told("laws", item ? item.laws : []);
  told("precedents", item ? item.precedents : []);
  list("filed", item && item.filed ? item.filed : []);
  text("standing", item && item.standing && `✓ ${item.standing}`);
  one("answers").hidden = !item;
  one("end").replaceChildren(...view.end.map(said => node("p", said)));
}

function node(name, said) { const made = document.createElement(name); made.textContent = said; return made; }
function span(name, said) { const made = node("span", said); made.className = name; return made; }
function list(id, lines) { one(id).hidden = !lines.length; one(id).replaceChildren(...lines.map(line => node("li", line))); }
function told(id, rows) {
  one(id).hidden = !rows.length;
  one(id).querySelector("dl").replaceChildren(...rows.flatMap(([title, said]) => [node("dt", title), node("dd", said)]));
}
function button(said, act, id) {
  const made = node("button", said);
  made.type = "button"; if (id) made.id = id;
  made.addEventListener("click", act);
  return made;
}

function showCommands(item) {
  const names = COMMANDS.filter(name => words[`does_${name}`] && Object.values(given).includes(name) && !view.without.includes(name));
  const box = one("commands"), had = document.activeElement && document.activeElement.dataset.wish;
  if (box.dataset.made === JSON.stringify([map, settings.single, document.documentElement.lang])) return;
  box.dataset.made = JSON.stringify([map, settings.single, document.documentElement.lang]);
  box.replaceChildren(...names.map(name => {
    const made = button("", () => wish({ name })), key = keyOf(map, name);
    if (key && (settings.single || key === "enter")) { made.append(node("kbd", shownKey(key))); made.setAttribute("aria-keyshortcuts", key === "enter" ? "Enter" : key); }
    made.append(words[`does_${name}`]); made.dataset.wish = name;
    return made;
  }));
  if (had) box.querySelector(`[data-wish="${had}"]`)?.focus();
}

// --- questions ---

function answered() {
  const values = {};
  for (const field of document.querySelectorAll("#question [name]")) values[field.name] = field.value;
  return { name: "answer", values };
}

function showQuestion(asked, item) {
  const box = one("question"), field = box.querySelector("input");
  box.hidden = !asked;
  one("answers").hidden = Boolean(asked) || !item;
  if (!asked) { box.replaceChildren(); box.dataset.ask = ""; return; }
  const same = box.dataset.ask === asked.ask && asked.form !== "lines" && asked.form !== "help";
  if (!same) { box.replaceChildren(node("h3", asked.title), BUILD[asked.form](asked), node("p", asked.keys)); box.lastChild.className = "quiet"; box.dataset.ask = asked.ask; }
  else box.lastChild.textContent = asked.keys;
  UPDATE[asked.form]?.(asked, box, same ? field : null);
}

const leave = () => button(words.leave, () => wish({ name: "leave" }));

const BUILD = {
  help(asked) {
    const table = document.createElement("table"), made = document.createElement("div");
    table.className = "keys"; made.id = "reading"; made.tabIndex = 0;
    made.setAttribute("role", "group"); made.setAttribute("aria-label", asked.title);
    for (const [key, says] of asked.all_keys) {
      const row = table.insertRow(), title = node("th", key);
      title.scope = "row"; title.colSpan = says ? 1 : 2;
      row.append(title, ...(says ? [node("td", says)] : []));
    }
    made.append(table, leave());
    return made;
  },
  menu(asked) {
    const made = document.createElement("div"), options = document.createElement("ul");
    options.id = "options"; options.setAttribute("role", "listbox"); options.setAttribute("aria-label", asked.title);
    options.tabIndex = asked.typing ? -1 : 0;
    if (asked.typing) made.append(typing(asked.title));
    made.append(options, leave());
    return made;
  },
  lines(asked) {
    const made = document.createElement("div"), tools = document.createElement("div");
    asked.lines.forEach(line => {
      const row = document.createElement("div"), label = node("label", line.label), field = document.createElement(line.long ? "textarea" : "input"), hint = node("p", line.hint);
      row.className = "line"; field.name = line.name; field.id = `line-${line.name}`; field.value = line.text; field.autocomplete = "off";
      field.maxLength = 20000;
      label.htmlFor = field.id; hint.id = `hint-${line.name}`; hint.className = "quiet";
      if (line.hint) field.setAttribute("aria-describedby", hint.id);
      row.append(label, field, ...(line.hint ? [hint] : []));
      made.append(row);
    });
    tools.className = "tools";
    tools.append(button(words.keep, () => wish(answered())), leave());
    made.append(tools);
    return made;
  },
  cut() {
    const made = document.createElement("div"), tools = document.createElement("div");
    const parts = document.createElement("div");
    parts.id = "parts"; parts.tabIndex = 0; parts.setAttribute("role", "group"); parts.setAttribute("aria-label", view.question.title);
    parts.append(document.createElement("p"), document.createElement("p"));
    made.append(parts);
    tools.className = "tools";
    for (const [said, key] of [["‹", "left"], ["›", "right"], [words.take, "enter"]]) tools.append(button(said, () => wish({ name: "edit", value: key })));
    tools.append(leave());
    made.append(tools);
    return made;
  },
  find(asked) {
    const made = document.createElement("div"), tools = document.createElement("div");
    tools.className = "tools";
    tools.append(button(words.find_next, () => wish({ name: "edit", value: "tab" })), button(words.start_here, () => wish({ name: "edit", value: "enter" }), "take-place"), leave());
    made.append(typing(asked.title), span("typed quiet", ""), span("lost quiet", ""), tools);
    return made;
  },
};

function typing(title) {
  const field = document.createElement("input");
  field.id = "typed"; field.autocomplete = "off"; field.setAttribute("aria-label", title); field.maxLength = 500;
  field.addEventListener("input", () => wish({ name: "type", value: field.value }));
  return field;
}

const UPDATE = {
  menu(asked, box, field) {
    const options = box.querySelector("#options");
    options.replaceChildren(...asked.choices.map((choice, at) => {
      const line = document.createElement("li");
      line.id = `option-${at}`; line.setAttribute("role", "option"); line.setAttribute("aria-selected", String(at === asked.cursor));
      line.append(span("quiet", choice.note), span("", choice.label));
      line.addEventListener("click", () => wish({ name: "answer", values: { value: choice.value } }));
      return line;
    }));
    const typed = box.querySelector("#typed"), target = typed || options;
    if (!asked.choices.length) { const none = node("li", words.nothing_found); none.setAttribute("role", "option"); none.setAttribute("aria-selected", "false"); options.append(none); }
    if (typed) {
      typed.setAttribute("role", "combobox"); typed.setAttribute("aria-controls", "options"); typed.setAttribute("aria-expanded", "true");
      write(typed, asked.typed);
    }
    if (asked.choices.length) target.setAttribute("aria-activedescendant", `option-${asked.cursor}`);
    box.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  },
  cut(asked, box) {
    const [first, second] = box.querySelectorAll("#parts p");
    first.textContent = `1  … ${asked.first.slice(-300)}`; second.textContent = `2  ${asked.second}`;
  },
  find(asked, box) {
    write(box.querySelector("#typed"), asked.typed);
    box.querySelector(".typed").textContent = asked.typed ? `› ${asked.typed}` : "";
    box.querySelector(".lost").textContent = asked.lost ? words.nothing_found : "";
    one("take-place").textContent = asked.anchored ? words.take : words.start_here;
  },
};

function write(field, typed) {  // unless the analyst has typed on meanwhile
  if (field.value !== typed && !waiting.some(later => later.intent && later.intent.name === "type")) field.value = typed;
}

function focusQuestion() {
  const box = one("question"), lines = [...box.querySelectorAll("input, textarea")];
  const at = view.question.form === "lines" ? lines[view.question.at] : lines[0];
  const target = at || box.querySelector("#options, #parts, #reading") || box.querySelector("button");
  target.focus({ preventScroll: true });
  box.scrollIntoView({ block: at ? "nearest" : "start" });
  at?.scrollIntoView({ block: "nearest" });
  if (at) at.setSelectionRange(at.value.length, at.value.length);
}

// --- what is marked by hand ---

function marked(found) {
  mark = found;
  one("marked").hidden = false;
  one("mark-move").hidden = !(view.item && !view.item.whole);
  one("marked").scrollIntoView({ block: "nearest" });
}
function hideMark() { mark = null; one("marked").hidden = true; document.querySelectorAll(".rubber").forEach(one => one.remove()); }

document.addEventListener("selectionchange", () => {
  const chosen = getSelection(), pieces = one("pieces");
  if (!chosen.rangeCount || chosen.isCollapsed || !view || !view.item || view.question) return;
  const range = chosen.getRangeAt(0);
  if (!pieces.contains(range.startContainer) || !pieces.contains(range.endContainer)) return;
  const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
  if (start !== null && end !== null && start < end) marked({ values: { start, end } });
});

function offset(container, at) {
  const piece = container.nodeType === Node.TEXT_NODE ? container.parentElement : container.childNodes[at] || container.lastElementChild;
  if (!piece || !piece.dataset || piece.dataset.at === undefined) return null;
  return Number(piece.dataset.at) + (container.nodeType === Node.TEXT_NODE ? [...container.data.slice(0, at)].length : 0);
}

one("mark-add").addEventListener("click", () => mark && wish({ name: "add", values: mark.values }));
one("mark-move").addEventListener("click", () => mark && wish({ name: "move", values: mark.values }));
one("mark-leave").addEventListener("click", hideMark);

// --- the list of the letter, settings ---

async function showList() {
  if (!view || !view.letter) return;
  const reply = await fetch(`api/letter/${view.letter.id}?lang=${page.paper.lang}&session=${session}`);
  if (!reply.ok) return;
  const rows = (await reply.json()).statements;
  one("list-rows").replaceChildren(...rows.map(row => {
    const line = document.createElement("li"), made = button("", () => { one("list").close(); wish({ name: "goto", value: row.id }); });
    const state = row.standing ? `✓ ${row.standing}${row.filed ? `: ${row.filed}` : ""} (${row.reviewer})` : `○ ${words.open}`;
    made.append(span("", row.text), span("quiet", `${row.page} · ${row.kind_name} · ${state}`));
    if (view.item && row.id === view.item.id) { made.className = "here"; made.setAttribute("aria-current", "true"); }
    line.append(made);
    return line;
  }));
  one("list").showModal();
  const here = one("list-rows").querySelector(".here");
  if (here) { here.focus(); here.scrollIntoView({ block: "center" }); }
}

function showSettings() {
  build(one("settings-form"), words, given, changed);
  one("settings").showModal();
}

async function changed(name) {
  map = keymap(given);
  if (name === "lang" || name === "reviewer") await open(view && view.item ? view.item.id : "");
  if (name === "lang") build(one("settings-form"), words, given, changed);
  showCommands(view.item);
}

one("show-list").addEventListener("click", showList);
one("show-privacy").addEventListener("click", () => privacy.show(session, words, post));
one("show-settings").addEventListener("click", showSettings);
for (const node of document.querySelectorAll(".closes")) node.addEventListener("click", () => node.closest("dialog").close());
for (const node of document.querySelectorAll("#paper-tools [data-does]")) node.addEventListener("click", () => does(node.dataset.does));

const asked = new URLSearchParams(location.search);
history.replaceState(null, "", location.pathname);  // the token stays out of the history
paint();
keep();
page.listen();
open(asked.get("at") || "").catch(lose);
