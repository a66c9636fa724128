// What the analyst has set for this browser: keys, language, colours, name.
const NAME = "veeduria.review";
const kept = (() => { try { return JSON.parse(localStorage.getItem(NAME)) || {}; } catch { return {}; } })();
export const settings = { single: true, keys: {}, lang: "", reviewer: "", theme: "auto", ...kept };

export const current = { lang: "", reviewer: "" };  // in force where nothing is set

export function keep() {
  try { localStorage.setItem(NAME, JSON.stringify(settings)); } catch { /* a private window forgets */ }
  paint();
}
export function paint() {
  if (settings.theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = settings.theme;
}

// the keys of the screen itself; those of the dialogue come from the program
export const OWN = { ",": "page_before", ".": "page_after", z: "zoom_in", Z: "zoom_out", f: "fit", t: "turn", l: "list", o: "original" };

// key -> what it wants, as the analyst has set it; what has been given another key loses its old letter
export function keymap(given) {
  const map = { ...given, ...OWN }, moved = new Set(Object.keys(settings.keys));
  for (const [key, wish] of Object.entries(map)) if (moved.has(wish) && key.length === 1) delete map[key];
  for (const [wish, key] of Object.entries(settings.keys)) map[key] = wish;
  return map;
}

export function keyOf(map, wish) {
  const keys = Object.keys(map).filter(key => map[key] === wish);
  return keys.find(key => key === "enter") || keys.find(key => key.length === 1) || keys[0] || "";
}

export const shownKey = key => ({ enter: "Enter", left: "←", right: "→" })[key] || key;

export function build(node, words, given, changed) {
  const row = (...nodes) => { const div = document.createElement("div"); div.className = "setting"; div.append(...nodes); node.append(div); };
  const label = (text, field) => { const made = document.createElement("label"); made.append(text, " ", field); return made; };
  const choice = (name, options) => {
    const field = document.createElement("select");
    for (const [value, text] of options) field.append(new Option(text, value, false, value === (settings[name] || current[name])));
    field.addEventListener("change", () => { settings[name] = field.value; keep(); changed(name); });
    return field;
  };
  node.replaceChildren();
  const single = document.createElement("input");
  single.type = "checkbox"; single.id = "single-keys"; single.checked = settings.single;
  single.addEventListener("change", () => { settings.single = single.checked; keep(); changed("single"); });
  const note = document.createElement("p");
  note.className = "quiet"; note.textContent = words.single_keys_note;
  const ticked = document.createElement("label");
  ticked.append(single, " ", words.single_keys);
  row(ticked, note);
  row(label(words.language, choice("lang", [["en", "English"], ["es", "Español"]])));
  row(label(words.theme, choice("theme", [["auto", words.theme_auto], ["light", words.theme_light], ["dark", words.theme_dark]])));
  const who = document.createElement("input");
  who.id = "reviewer"; who.value = settings.reviewer; who.placeholder = current.reviewer; who.maxLength = 100; who.autocomplete = "off";
  who.addEventListener("change", () => { settings.reviewer = who.value.trim(); keep(); changed("reviewer"); });
  row(label(words.reviewer, who));
  const title = document.createElement("h3");
  title.textContent = words.remap;
  const table = document.createElement("table"), said = document.createElement("p");
  table.className = "keys"; said.setAttribute("role", "alert"); said.id = "key-said";
  const map = keymap(given);
  for (const wish of [...new Set([...Object.values(given), ...Object.values(OWN)])]) {
    if (!words[`does_${wish}`]) continue;
    const line = table.insertRow(), button = document.createElement("button");
    line.insertCell().textContent = words[`does_${wish}`];
    button.type = "button"; button.dataset.wish = wish; button.textContent = shownKey(keyOf(map, wish)) || "—";
    button.setAttribute("aria-label", `${words[`does_${wish}`]}: ${button.textContent}`);
    button.addEventListener("click", () => { button.textContent = words.press_key; button.dataset.waits = "1"; });
    button.addEventListener("keydown", event => {
      if (!button.dataset.waits || event.key === "Tab") return;
      if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
      event.preventDefault(); event.stopPropagation();
      delete button.dataset.waits;
      const taken = event.key.length !== 1 || /[0-9 ]/.test(event.key) || (map[event.key] && map[event.key] !== wish);
      if (event.key !== "Escape" && taken) said.textContent = words.key_taken;
      else if (event.key !== "Escape") { settings.keys[wish] = event.key; keep(); changed("keys"); said.textContent = ""; }
      build(node, words, given, changed);
      const again = node.querySelector(`[data-wish="${wish}"]`);
      again.focus();
      if (event.key !== "Escape" && taken) node.querySelector("#key-said").textContent = words.key_taken;
    });
    line.insertCell().append(button);
  }
  const reset = document.createElement("button");
  reset.type = "button"; reset.textContent = words.key_reset;
  reset.addEventListener("click", () => { settings.keys = {}; keep(); changed("keys"); build(node, words, given, changed); });
  row(title, said, table, reset);
}
