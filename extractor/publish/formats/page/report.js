(() => {
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const find = id => document.getElementById(id);
  const form = find("filter"), count = find("count");
  const fields = { q: find("query"), level: find("level"), section: find("section"), reported: find("reported") };
  const sections = [...document.querySelectorAll("main > section")];
  const bodies = [...document.querySelectorAll("tbody")];
  const rows = document.querySelectorAll("tr.row");

  // a part belongs to the section before it that the contents list
  const owner = new Map();
  sections.reduce((last, section) => {
    const own = section.classList.contains("part") ? last : section.id;
    owner.set(section, own);
    return own;
  }, "");

  const offer = (select, choices) => {
    for (const [value, text] of choices) select.add(new Option(text, value));
    select.parentElement.hidden = choices.size < 2;
  };
  const groups = new Map(bodies.filter(body => body.dataset.group).map(body => [body.dataset.group, body.dataset.group]));
  offer(fields.level, groups);
  offer(fields.section, new Map([...document.querySelectorAll("nav ol a")].map(a => [a.hash.slice(1), a.textContent])));

  const texts = new WeakMap();  // folded once, when first asked for
  const text = node => texts.get(node) ?? texts.set(node, fold(node.textContent)).get(node);
  const holds = (node, words) => words.every(word => text(node).includes(word));

  const show = (row, words, reported) => {
    if (reported && !row.classList.contains("reported")) return false;
    const whole = !words.length || [...row.querySelectorAll("th")].some(head => holds(head, words));
    let hit = whole;
    for (const cell of row.cells) {
      const entries = [...cell.querySelectorAll(".entry")];
      for (const entry of entries) entry.hidden = !(whole || holds(entry, words));
      const left = entries.filter(entry => !entry.hidden).length;
      cell.toggleAttribute("data-filtered", entries.length > left);  // what is filtered away is not silence
      hit ||= left > 0;
    }
    return hit || holds(row, words);
  };

  const apply = () => {
    const words = fold(fields.q.value).split(/\s+/).filter(Boolean);
    const level = fields.level.value, chosen = fields.section.value, reported = fields.reported.checked;
    const narrowed = words.length || level || reported;
    let shown = 0;
    for (const section of sections) {
      const open = !chosen || owner.get(section) === chosen;
      let visible = 0;
      for (const body of open ? section.querySelectorAll("tbody") : []) {
        let inside = 0;
        for (const row of body.querySelectorAll("tr.row")) {
          const hit = (!level || body.dataset.group === level) && show(row, words, reported);
          row.hidden = !hit;
          inside += hit;
        }
        body.hidden = !inside;
        visible += inside;
      }
      for (const table of section.querySelectorAll("table")) table.hidden = narrowed && !table.querySelector("tbody:not([hidden])");
      for (const part of section.querySelectorAll(".level, .matrix")) part.hidden = narrowed && !part.querySelector("tbody:not([hidden])");
      section.hidden = !open || (narrowed && !visible);
      shown += visible;
    }
    count.textContent = `${shown} ${count.dataset.label}`;
  };

  // a filtered view has an address of its own: ?q=taller&level=Prevención&reported=1
  const remember = () => {
    const address = new URLSearchParams(new FormData(form));
    for (const [key, value] of [...address]) if (!value) address.delete(key);
    try { history.replaceState(null, "", `?${address}${location.hash}`); } catch { /* not allowed for some local files */ }
  };
  const recall = () => {
    const address = new URLSearchParams(location.search);
    for (const [key, field] of Object.entries(fields))
      if (field.type === "checkbox") field.checked = address.has(key);
      else if (address.get(key)) field.value = address.get(key);
  };

  let waiting;
  const changed = () => { clearTimeout(waiting); waiting = setTimeout(() => { apply(); remember(); }, 120); };
  form.addEventListener("input", changed);
  form.addEventListener("submit", event => { event.preventDefault(); apply(); });

  // what is linked to is shown, whatever is folded or filtered away
  const reveal = () => {
    const target = location.hash && find(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    for (let node = target; node; node = node.parentElement) { if (node.tagName === "DETAILS") node.open = true; node.hidden = false; }
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);

  // a sentence lights up the cells it rests on; said again, they go dark
  const lit = new Set();
  const darken = () => { lit.forEach(node => node.classList.remove("lit")); lit.clear(); };
  const light = said => {
    const again = said.getAttribute("aria-pressed") === "true";
    darken();
    document.querySelectorAll(".said[aria-pressed=true]").forEach(one => one.setAttribute("aria-pressed", "false"));
    if (again) return;
    said.setAttribute("aria-pressed", "true");
    for (const id of said.dataset.cells.split(" ")) {
      const entry = find(`e-${id}`)?.closest(".entry");
      if (entry) lit.add(entry).add(entry.closest("td"));
    }
    const rows = new Set(said.dataset.rows.split(" "));  // of a function that nobody tells of, its empty cells
    for (const row of document.querySelectorAll("tr.row"))
      if (rows.has(row.dataset.row)) for (const cell of row.querySelectorAll("th, td.blank")) lit.add(cell);
    lit.forEach(node => node.classList.add("lit"));
    [...lit][0]?.scrollIntoView({ block: "center" });
  };
  const pressed = event => {
    const said = event.target.closest?.(".said[data-cells]");
    if (!said || (event.type === "keydown" && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    light(said);
  };
  addEventListener("click", pressed);
  addEventListener("keydown", pressed);
  addEventListener("beforeprint", () => document.querySelectorAll("details:not(.sources)").forEach(part => { part.open = true; }));

  form.hidden = !rows.length;
  recall();
  apply();
  reveal();
})();
