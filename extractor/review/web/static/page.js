// The image of the page, with the boxes of statements and evidence drawn over it.
const READING = 130, SHARP = 1350, KEPT = 12, DRAG = 8;  // dots an inch, pixels across, pictures, pixels
const one = id => document.getElementById(id);
const pictures = new Map();  // address -> promise of an object URL, the one used last at the end
const sheets = new Map();  // letter/number -> promise of size and boxes

export const paper = { letter: "", number: 1, pages: 1, zoom: 1, turn: 0, lang: "en", shown: "" };
let unplaced = false;  // what is looked at has still to be scrolled to, by whichever drawing ends first
let words = {}, item = null, wanted = () => {}, marked = () => {};

export function prepare(given) { words = given.words; wanted = given.wanted; marked = given.marked; }

function picture(letter, number, dpi) {
  const address = `image/${letter}/${number}/${dpi}`;
  if (!pictures.has(address)) {
    pictures.set(address, fetch(address).then(async reply => reply.ok ? URL.createObjectURL(await reply.blob()) : ""));
    for (const [old, made] of pictures) {
      if (pictures.size <= KEPT) break;
      pictures.delete(old);
      made.then(url => url && setTimeout(() => URL.revokeObjectURL(url), 5000));
    }
  }
  const made = pictures.get(address);
  pictures.delete(address); pictures.set(address, made);
  return made;
}

function sheet(letter, number, fresh) {
  const name = `${letter}/${number}`;
  if (fresh || !sheets.has(name)) {
    sheets.set(name, fetch(`api/page/${name}?lang=${paper.lang}&session=${paper.session}`).then(reply => reply.ok ? reply.json() : { width: 0, height: 0, boxes: [] }));
    while (sheets.size > 40) sheets.delete(sheets.keys().next().value);
  }
  return sheets.get(name);
}

export function ahead(next) { if (next) { picture(next.letter, next.page, READING); sheet(next.letter, next.page); } }
export function forget(letter) { for (const name of sheets.keys()) if (name.startsWith(letter)) sheets.delete(name); }

export function look(letter, shown) {
  item = shown;
  if (!letter) { one("sheet").hidden = true; one("page-place").textContent = ""; return; }
  one("sheet").hidden = false;
  const moved = paper.letter !== letter.id || (shown && paper.item !== shown.id);
  if (paper.letter !== letter.id) paper.turn = 0;
  paper.letter = letter.id; paper.pages = letter.pages; paper.item = shown && shown.id;
  if (moved && shown) paper.number = shown.page;
  one("original").href = `original/${letter.id}`;
  draw(moved);
}

export async function draw(moved) {
  unplaced ||= moved;
  const { letter, number } = paper, base = Math.max(one("sheet-frame").clientWidth - 18, 200);
  one("page-place").textContent = words.page_of.replace("{page}", number).replace("{pages}", paper.pages);
  const width = base * paper.zoom, dpi = width * (window.devicePixelRatio || 1) > SHARP ? 220 : READING;
  const [url, size] = await Promise.all([picture(letter, number, dpi), sheet(letter, number)]);
  if (paper.letter !== letter || paper.number !== number) return;
  one("no-image").hidden = Boolean(url);
  const image = one("picture");
  if (url && image.src !== url) image.src = url;
  if (url && !image.complete) try { await image.decode(); } catch { /* drawn anew soon */ }
  image.hidden = !url;
  image.alt = `${words.page_image} ${number}`;
  if (!size.width && image.naturalWidth) { size.width = image.naturalWidth * 72 / dpi; size.height = image.naturalHeight * 72 / dpi; }
  const node = one("sheet"), ratio = size.height / (size.width || 1) || 1.41;
  node.style.width = `${width}px`;
  if (!url) node.style.aspectRatio = `1 / ${ratio}`; else node.style.aspectRatio = "";
  node.style.transform = paper.turn ? `rotate(${paper.turn}deg)` : "";
  node.style.marginBlock = paper.turn % 180 ? `${Math.max((width - width * ratio) / 2, 0)}px` : "";
  boxes(size);
  if (unplaced) show();
  unplaced = false;
  paper.shown = `${letter}/${number}`;
  one("paper").dataset.shown = paper.shown + (item ? `/${item.id}` : "");
}

function put(node, box, size) {
  const [x0, top, x1, bottom] = box;
  node.style.left = `${100 * x0 / size.width}%`; node.style.width = `${100 * (x1 - x0) / size.width}%`;
  node.style.top = `${100 * top / size.height}%`; node.style.height = `${100 * (bottom - top) / size.height}%`;
}

function boxes(size) {
  const all = [];
  if (size.width) {
    for (const found of size.boxes) {
      if (item && found.id === item.id) continue;
      const node = document.createElement("button");  // the list of the letter does the same for the keyboard
      node.type = "button"; node.tabIndex = -1; node.className = "box other"; node.dataset.id = found.id;
      node.setAttribute("aria-hidden", "true");
      node.title = [found.kind_name, found.standing, found.filed].filter(Boolean).join(" · ");
      put(node, found.box, size); all.push(node);
    }
    const first = {};
    for (const found of item ? item.boxes : []) {
      if (found.page !== paper.number) continue;
      const node = document.createElement("div");
      node.className = `box ${found.is}`;
      if (!first[found.is]) {
        const tag = document.createElement("span");
        tag.className = `tag ${found.is}`; tag.textContent = words[`box_${found.is}`]; first[found.is] = true;
        tag.style.top = `${100 * found.box[1] / size.height}%`; all.push(tag);  // in the margin: nothing is covered
      }
      put(node, found.box, size); all.push(node);
    }
  }
  one("boxes").replaceChildren(...all);
}

function show() {
  const box = document.querySelector(".box.statement"), frame = one("sheet-frame");
  if (!box) { frame.scrollTop = 0; return; }
  const place = box.getBoundingClientRect(), around = frame.getBoundingClientRect();
  frame.scrollTop += place.top - around.top - Math.max((around.height - place.height) / 3, 20);
}

export const does = {
  page_before() { if (paper.number > 1) { paper.number--; draw(true); } },
  page_after() { if (paper.number < paper.pages) { paper.number++; draw(true); } },
  zoom_in() { paper.zoom = Math.min(paper.zoom * 1.25, 4); draw(true); },
  zoom_out() { paper.zoom = Math.max(paper.zoom / 1.25, 0.4); draw(true); },
  fit() { paper.zoom = 1; paper.turn = 0; draw(true); },
  turn() { paper.turn = (paper.turn + 90) % 360; draw(false); },
  original() { one("original").click(); },
};

// --- drag a rectangle ---

function place(event, size) {
  const node = one("sheet"), around = node.getBoundingClientRect();
  let x = (event.clientX - around.left) / around.width, y = (event.clientY - around.top) / around.height;
  if (paper.turn === 90) [x, y] = [y, 1 - x];
  if (paper.turn === 180) [x, y] = [1 - x, 1 - y];
  if (paper.turn === 270) [x, y] = [1 - y, x];
  return [x * size.width, y * size.height];
}

export async function listen() {
  const node = one("boxes");
  let from = null, rubber = null, size = null;
  node.addEventListener("click", event => {
    const box = document.elementFromPoint(event.clientX, event.clientY)?.closest(".box.other");  // drawn anew meanwhile, maybe
    if (box && !node.dataset.dragged) wanted({ name: "goto", value: box.dataset.id });
    delete node.dataset.dragged;
  });
  node.addEventListener("pointerdown", async event => {
    if (event.button || event.pointerType === "touch") return;
    from = [event.clientX, event.clientY, event];
    size = await sheet(paper.letter, paper.number);
  });
  window.addEventListener("pointermove", event => {
    if (!from || !size || Math.hypot(event.clientX - from[0], event.clientY - from[1]) < DRAG) return;
    event.preventDefault();
    if (!rubber) { rubber = document.createElement("div"); rubber.className = "rubber"; node.append(rubber); }
    const [a, b] = [place(from[2], size), place(event, size)];
    put(rubber, [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])], size);
  });
  window.addEventListener("pointerup", event => {
    if (rubber && size) {
      const [a, b] = [place(from[2], size), place(event, size)];
      node.dataset.dragged = "1";
      marked({ page: paper.number, x0: Math.min(a[0], b[0]), top: Math.min(a[1], b[1]), x1: Math.max(a[0], b[0]), bottom: Math.max(a[1], b[1]) });
    }
    from = rubber = null;
  });
  new ResizeObserver(() => paper.letter && draw(false)).observe(one("sheet-frame"));
}
