"""The view for everybody: read in either theme, worked by keyboard, told to a screen reader."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.lab import Lab, Notebook

pytestmark = pytest.mark.browser

HOLD = "from tests.browser.scenes import hold\nhold()"
THEMES = ("JupyterLab Light", "JupyterLab Dark")
LEAST_CONTRAST = 4.5
CONTRASTS = r"""(root) => {
  const rgba = (text) => text.match(/[\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((v, i) => v * a + under[i] * (1 - a));
  const lineage = (node) => (node ? [...lineage(node.parentElement), node] : []);
  const behind = (node) => lineage(node)
    .map((each) => rgba(getComputedStyle(each).backgroundColor))
    .reduce((under, layer) => over(layer, under), [255, 255, 255]);
  const opacity = (node) => lineage(node)
    .reduce((all, each) => all * getComputedStyle(each).opacity, 1);
  const light = (colour) => colour
    .map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const found = [];
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode.data.trim();
    const node = texts.currentNode.parentElement;
    if (!text || !node.checkVisibility({ visibilityProperty: true })) continue;
    const [r, g, b, a = 1] = rgba(getComputedStyle(node).color);
    const ground = behind(node);
    const lights = [over([r, g, b, a * opacity(node)], ground), ground].map(light);
    found.push([text, (Math.max(...lights) + 0.05) / (Math.min(...lights) + 0.05)]);
  }
  return found;
}"""
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FOCUSED = """() => {
  const node = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(node);
  return [node.className, outlineStyle !== "none" && parseFloat(outlineWidth) >= 1];
}"""


def change_theme(page: Page, theme: str) -> None:
    page.evaluate(
        """(theme) => window.jupyterapp.commands
          .execute("apputils:change-theme", { theme }).then(() => null)""",
        theme,
    )


def hard_to_read(place: Locator, *texts: str) -> list[tuple[str, float]]:
    """The texts with too little contrast; fails where those given are not to be seen at all."""
    found: list[tuple[str, float]] = place.evaluate(CONTRASTS)
    seen = " ".join(text for text, _ in found)
    assert [text for text in texts if text not in seen] == []
    return [(text, contrast) for text, contrast in found if contrast < LEAST_CONTRAST]


def barriers(page: Page, inside: str) -> str:
    """What axe finds against WCAG 2.2 AA; images are JupyterLab's own and get no description."""
    where: Any = {"include": [[inside]], "exclude": [[".jp-RenderedImage"]]}
    found = Axe().run(page, context=where, options=RULES)
    return str(found.generate_report()) if found.violations_count else ""


def test_everybody_can_read_and_work_the_view(page: Page, front_end: Lab) -> None:
    notebook = Notebook.create(page, front_end, HOLD, "print('next')", name="access.ipynb")
    for theme in THEMES:
        change_theme(page, theme)
        outputs = notebook.run(0, wait=False)
        live = outputs.locator(".am-run")
        expect(live.locator("mjx-container")).to_have_count(9)
        told = ("Running Python", "370 tokens", "Cancel", "'again'", "held the thread")
        assert hard_to_read(live, *told, "the highest point", "the docs", "working") == []
        assert barriers(page, ".am-run") == ""
        work_by_keyboard(page, live)

        expect(outputs).to_contain_text("RunCancelled: The run was stopped.", timeout=5_000)
        expect(live).to_have_count(0)
        expect(page.locator(".jp-Notebook .jp-Cell").first).to_be_focused()
        outputs.locator("summary").press("Enter")
        expect(outputs.locator("details")).to_have_attribute("open", "")
        kept = ("Worked in 1 step", "import", "numpy", "0.7 91.45", "the docs", "(stopped)")
        assert hard_to_read(outputs, *kept, "RunCancelled", "The run was stopped.") == []
        assert barriers(page, ".jp-OutputArea") == ""
        notebook.wait()
    expect(notebook.run(1)).to_have_text("next")


def work_by_keyboard(page: Page, live: Locator) -> None:
    """From the cell on by Tab: to both steps, which open and close, and back to Cancel."""
    status = live.get_by_role("status").first
    expect(status).to_have_attribute("aria-live", "polite")
    expect(live.locator(".am-clock")).to_have_attribute("aria-hidden", "true")
    status.click()  # the cell has the focus then
    page.keyboard.press("Tab")  # its toolbar
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == ["am-cancel", True]
    expect(live.get_by_role("button", name="Cancel this run")).to_be_focused()
    done, working = (live.locator("details").nth(number) for number in range(2))
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED) == ["am-title", True]
    expect(done.locator("summary")).to_be_focused()
    expect(done).not_to_have_attribute("open", "")
    page.keyboard.press("Enter")
    expect(done).to_have_attribute("open", "")
    expect(done.locator(".am-code")).to_be_visible()
    page.keyboard.press("Tab")
    expect(working.locator("summary")).to_be_focused()
    page.keyboard.press("Space")
    expect(working).not_to_have_attribute("open", "")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
