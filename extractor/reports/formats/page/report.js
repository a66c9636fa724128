(() => {
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const form = document.getElementById("filter"), query = document.getElementById("query");
  const reported = document.getElementById("reported"), count = document.getElementById("count");
  const rows = [...document.querySelectorAll("tr.row")];
  const texts = new Map();
  const text = row => texts.get(row) ?? texts.set(row, fold(row.textContent)).get(row);
  const apply = () => {
    const words = fold(query.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const hit = (!reported.checked || row.classList.contains("reported")) && words.every(word => text(row).includes(word));
      row.hidden = !hit;
      shown += hit;
    }
    for (const body of document.querySelectorAll("tbody")) body.hidden = !body.querySelector("tr.row:not([hidden])");
    count.textContent = `${shown} ${count.dataset.label}`;
  };
  let waiting;
  query.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(apply, 120); });
  reported.addEventListener("change", apply);
  form.addEventListener("submit", event => { event.preventDefault(); apply(); });
  form.hidden = !rows.length;
  apply();
})();
