// What is masked, and what the analyst says of each run: a private, r public, f an official's, s later.
import { settings } from "./settings.js";
const KEYS = { a: "private", r: "public", f: "official", s: "" };
const one = id => document.getElementById(id);
let session = "", words = {}, post = null;

export async function show(id, said, send) {
  [session, words, post] = [id, said, send];
  one("privacy-rows").replaceChildren();
  one("privacy-said").textContent = words.privacy_reading;
  one("privacy").showModal();
  try {
    const { runs } = await post("api/masked", { session });
    one("privacy-said").textContent = runs.length ? "" : words.privacy_nothing;
    one("privacy-rows").replaceChildren(...runs.map(row));
    one("privacy-rows").querySelector("button")?.focus();
  } catch { one("privacy-said").textContent = words.lost; }
}

function row(run) {
  const line = document.createElement("li"), context = document.createElement("p"), masked = document.createElement("strong");
  masked.textContent = run.text;
  context.append("… ", run.before, masked, run.after, " …");
  const seen = document.createElement("p"), tools = document.createElement("div");
  seen.className = "quiet"; seen.textContent = words.privacy_seen.replace("{count}", run.count).replace("{letters}", run.letters);
  tools.className = "tools"; tools.setAttribute("role", "group"); tools.setAttribute("aria-label", run.text);
  for (const [key, ruling] of Object.entries(KEYS)) {
    if (!ruling) continue;
    const made = document.createElement("button"), hint = document.createElement("kbd");
    hint.textContent = key; made.type = "button"; made.dataset.ruling = ruling; made.setAttribute("aria-pressed", "false");
    if (settings.single) made.append(hint);
    made.append(words[ruling]);
    made.addEventListener("click", () => rule(line, run.text, ruling));
    tools.append(made);
  }
  line.dataset.text = run.text;
  line.append(context, seen, tools);
  return line;
}

async function rule(line, text, ruling) {
  try {
    await post("api/rule", { session, text, ruling });
    for (const made of line.querySelectorAll("button")) made.setAttribute("aria-pressed", String(made.dataset.ruling === ruling));
    one("privacy-said").textContent = `${text}: ${words[ruling]}`;
    onward(line);
  } catch (problem) { one("privacy-said").textContent = problem.said || words.lost; }
}

const onward = line => (line.nextElementSibling || line).querySelector("button").focus();

one("privacy").addEventListener("keydown", event => {
  const line = event.target.closest("#privacy-rows li");
  if (!line || !settings.single || event.ctrlKey || event.altKey || event.metaKey || !(event.key in KEYS)) return;
  event.preventDefault();
  if (KEYS[event.key]) rule(line, line.dataset.text, KEYS[event.key]); else onward(line);
});
