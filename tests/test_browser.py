"""The HTML report in a real browser: it opens without errors, filters, links, prints, and reads well on a phone."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.published import PRIVATE, database
from tests.rounds import PACK, veeduria

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome") or ""
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not BROWSER, reason="needs chromium")]
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-dev-shm-usage", "--allow-file-access-from-files", "--hide-scrollbars", "--enable-logging=stderr",
    "--virtual-time-budget=8000",
)  # fmt: skip
# a page around the report, which does what a reader does and writes down what came of it
READER = """<!DOCTYPE html><iframe id="f" src="{name}{query}" width="{width}" height="800"></iframe>
<pre id="said"></pre><script>
const wait = ms => new Promise(done => setTimeout(done, ms)), frame = document.getElementById("f");
frame.onload = async () => {{
  const doc = frame.contentDocument, view = frame.contentWindow, one = query => doc.querySelector(query);
  const all = query => [...doc.querySelectorAll(query)], seen = node => node.getClientRects().length > 0;
  const type = async (id, value) => {{
    const field = doc.getElementById(id);
    if (field.type === "checkbox") field.checked = value; else field.value = value;
    field.dispatchEvent(new view.Event("input", {{ bubbles: true }}));
    await wait(300);
  }};
  const said = {{}};
  try {{ {steps} }} catch (error) {{ said.error = String(error); }}
  document.getElementById("said").textContent = JSON.stringify(said);
}};
</script>"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = database(tmp_path_factory.mktemp("browser"))
    output = path.with_name("balance.html")
    result = veeduria(path, "report", "balance", "--output", str(output))
    assert result.exit_code == 0, result.output
    return output


@pytest.fixture(scope="module")
def unmasked(report: Path) -> Path:
    output = report.parent / "unmasked" / "balance.html"
    output.parent.mkdir()
    why = "to read it beside the originals"
    result = veeduria(report.with_name("round.db"), "report", "balance", "--output", str(output), "--unmasked", why)
    assert result.exit_code == 0, result.output
    return output


def browse(address: str, *flags: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BROWSER, *FLAGS, *flags, address], capture_output=True, text=True, timeout=120, check=True, encoding="utf8"
    )


def read(
    report: Path, steps: str, *flags: str, width: int = 1280, query: str = "", page: str = "balance.html"
) -> dict[str, Any]:
    """Let a reader take these steps; return what it said."""
    reader = report.with_name("reader.html")
    reader.write_text(READER.format(name=page, steps=steps, width=width, query=query), "utf8")
    done = browse(reader.as_uri(), "--dump-dom", f"--user-data-dir={report.parent / 'profile'}", *flags)
    found = re.search(r'<pre id="said">(.*?)</pre>', done.stdout, re.DOTALL)
    assert found, done.stderr
    said: dict[str, Any] = json.loads(html.unescape(found[1]))
    assert "error" not in said, said
    return said


def test_it_opens_without_errors_and_runs_nothing_but_its_own_script(report: Path) -> None:
    done = browse(report.as_uri(), "--dump-dom", f"--user-data-dir={report.parent / 'profile'}")
    assert "CONSOLE" not in done.stderr, done.stderr
    said = read(report, "said.bad = view.bad; said.form = seen(one('#filter')); said.rows = all('tr.row').length;")
    assert "bad" not in said and said["form"] and said["rows"] > 100


def test_filters_show_what_is_asked_for(report: Path) -> None:
    said = read(
        report,
        """
        const shown = () => all("tr.row").filter(seen).length;
        said.all = shown();
        await type("query", "taller 26"); said.query = shown();
        said.entries = all(".entry").filter(seen).map(entry => entry.textContent.trim().slice(0, 3));
        said.left = all("td[data-filtered]").filter(seen).length;
        await type("query", "TÁLLER 26"); said.folded = shown();
        await type("query", "");
        await type("level", "Prevención"); said.level = shown();
        said.levels = all(".group").filter(seen).map(group => group.textContent.trim());
        await type("level", ""); await type("reported", true); said.reported = shown();
        said.silent = all("tr.row:not(.reported)").filter(seen).length;
        await type("reported", false); await type("section", "MTC");
        said.sections = all("main > section").filter(seen).map(section => section.id);
        await type("section", ""); said.again = shown(); said.count = one("#count").textContent;
        """,
    )
    assert said["query"] == said["folded"] == 1 and said["entries"] == ["AA."] and said["left"] > 0
    assert set(said["levels"]) == {"Prevención"} and 0 < said["level"] < said["all"]
    assert 0 < said["reported"] < said["all"] and said["silent"] == 0
    assert said["sections"] == ["MTC", "MTC-page"]
    assert said["again"] == said["all"] and said["count"].startswith(f"{said['all']} ")


def test_a_filtered_view_has_an_address(report: Path) -> None:
    steps = "said.rows = all('tr.row').filter(seen).length; said.query = one('#query').value;"
    assert read(report, steps, query="?q=taller+26") == {"rows": 1, "query": "taller 26"}


def test_every_action_leads_to_its_text_and_back(report: Path) -> None:
    said = read(
        report,
        """
        const links = all("a.src"), sources = all(".sources li");
        said.links = links.length;
        said.lost = all('a[href^="#"]').filter(a => !doc.getElementById(decodeURIComponent(a.hash.slice(1)))).length;
        links[0].click(); await wait(200);
        said.open = seen(one(links[0].hash)); said.text = one(links[0].hash).textContent;
        said.onward = all('.sources a:not([href^="#"])').length;
        """,
    )
    assert said["links"] > 100 and said["lost"] == 0 and said["open"]
    assert said["onward"] == 0  # an original holds what is masked
    assert "capacitó a 9 docentes" in said["text"]


def test_unmasked_every_text_leads_on_to_the_original(unmasked: Path) -> None:
    said = read(
        unmasked,
        """
        said.texts = all(".sources li").length;
        said.originals = all('.sources a:not([href^="#"])').map(link => link.getAttribute("href"));
        """,
    )
    assert said["texts"] > 100 and len(said["originals"]) == said["texts"]
    assert all((unmasked.parent / original.partition("#")[0]).is_file() for original in said["originals"])


def test_private_data_is_masked_everywhere(report: Path) -> None:
    text = report.read_text("utf8")
    assert "Rosa Huamán" not in text and "40123456" not in text and PRIVATE.split("Rosa")[0] in text


@pytest.mark.parametrize("width", [360, 390, 700, 768, 900, 961, 1024, 1280])
def test_nothing_is_wider_than_the_screen(report: Path, width: int) -> None:
    said = read(report, "said.width = doc.documentElement.scrollWidth;", width=width)
    assert said["width"] <= width


CONTRAST = """
  const shade = colour => colour.match(/[\\d.]+/g).slice(0, 3).map(part => {
    const value = part / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
  const paper = view.getComputedStyle(doc.body).backgroundColor;
  said.paper = shade(paper);
  said.contrast = ["body", "a", ".note", "td.blank", "thead th"].map(query => {
    const ink = shade(view.getComputedStyle(one(query)).color), back = shade(paper);
    return (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05);
  });
"""


@pytest.mark.parametrize(("scheme", "dark"), [("1", False), ("0", True)])
def test_light_and_dark_are_easy_to_read(report: Path, scheme: str, dark: bool) -> None:
    said = read(report, CONTRAST, f"--blink-settings=preferredColorScheme={scheme}")
    assert (said["paper"] < 0.1) == dark
    assert min(said["contrast"]) >= 4.5  # WCAG 2, AA


def test_it_prints_with_its_sources_and_without_its_filters(report: Path) -> None:
    paper = report.with_suffix(".pdf")
    browse(report.as_uri(), f"--print-to-pdf={paper}", f"--user-data-dir={report.parent / 'profile'}")
    pages = [" ".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(paper)]
    text = " ".join(pages)
    assert "No indica" in text and "Ministerio de Educación (Oficina de Puno), sin número, sin fecha" in text
    assert "Ocultar filas" not in text and "coded.jsonl" not in text
    long = [page for page in pages if "el taller" in page.lower()]
    assert long and all(PACK.obligations[0].label in page for page in long)  # its name is on each page it goes on to


def test_a_click_on_a_sentence_lights_up_its_cells(report: Path) -> None:
    page = report.with_name("draft.html")
    assert veeduria(report.with_name("round.db"), "report", "draft", "MINEDU", "--output", str(page)).exit_code == 0
    said = read(
        report,
        """
        const told = all(".said[data-cells]"), first = told.find(one => one.dataset.cells);
        const silent = told.find(one => !one.dataset.cells && one.dataset.rows);
        first.click(); said.lit = all(".entry.lit").length; said.cells = new Set(first.dataset.cells.split(" ")).size;
        first.click(); said.dark = all(".lit").length;
        if (silent) { silent.click(); said.blank = all("td.blank.lit").length; }
        """,
        page="draft.html",
    )
    assert said["lit"] == said["cells"] > 0 and said["dark"] == 0 and said.get("blank", 1) > 0
