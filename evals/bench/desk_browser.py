"""Chromium, and in it how long a page of Streamlit takes until its content is seen and until all of it is.

The page itself notes the moments, so that what the driver costs does not count: ``first`` is the title painted and
under it something that was not there at the click, ``whole`` all of it painted and the script at its end. Both in
milliseconds, from where the browser set out for the page or from the click.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import TimeoutError  # noqa: A004 - playwright's

_QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
_PATIENCE_MS = 60_000
# A click that nothing follows in this time has hit nothing; so many are tried.
_MISSED_MS, _CLICKS = 5_000, 3
_WATCH = """
(() => {
  const seen = (window.__seen = { from: 0, title: "", ran: false, busy: true, first: 0, whole: 0, before: new Set() });
  const shown = (element) => element.getClientRects().length > 0 && element.innerText.trim() !== "";
  const titled = (main) =>
    [...main.querySelectorAll("h1")].find((each) => shown(each) && each.innerText.includes(seen.title));
  const pieces = (main) => [...main.querySelectorAll('[data-testid="stElementContainer"]')];
  const below = (main, title) =>
    pieces(main).some(
      (each) =>
        title.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING &&
        !each.contains(title) && each.dataset.stale !== "true" && shown(each) && !seen.before.has(each.innerText));
  const painted = (name) => {
    if (seen[name]) return;
    seen[name] = -1;
    requestAnimationFrame(() => setTimeout(() => { seen[name] = performance.now() - seen.from; }));
  };
  const look = () => {
    if (!seen.busy) return;
    const app = document.querySelector('[data-testid="stApp"]');
    if (!app) return;
    const resting = app.dataset.testScriptState === "notRunning";
    if (!resting) seen.ran = true;
    // What is seen is asked about only until it is: every question makes the browser lay the page out.
    if (!seen.first) {
      const main = document.querySelector('[data-testid="stMain"]');
      const title = main && titled(main);
      // A quick answer may be there before it was seen that anything ran.
      if (title && below(main, title)) { seen.ran = true; painted("first"); }
      // An answer may be told without new words, as a table is that is drawn on a canvas: then it is seen at the end.
      else if (title && seen.ran && resting) painted("first");
      // What makes a thing seen may change no element: a style that arrives, a picture's size.
      else if (seen.ran && resting) setTimeout(look, 5);
    }
    if (seen.first && resting) { seen.busy = false; painted("whole"); }
  };
  window.__anew = (title) => {
    const main = document.querySelector('[data-testid="stMain"]');
    const before = new Set(main ? pieces(main).map((each) => each.innerText) : []);
    Object.assign(seen, { from: 0, title, ran: false, busy: true, first: 0, whole: 0, before });
  };
  document.addEventListener("pointerdown", () => { if (seen.title !== null) seen.from = performance.now(); }, true);
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
})();
"""


@dataclass(frozen=True)
class Taken:
    """Milliseconds until the first new content of a page was seen, and until all of it was."""

    first: float
    whole: float


class Visit:
    """A visit to one server of Streamlit; what the browser has fetched stays at hand from load to load."""

    def __init__(self, browser: Any, address: str) -> None:
        self._address = address
        context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="zh-CN")
        context.add_init_script(_WATCH)
        self.page = context.new_page()
        self.page.set_default_timeout(_PATIENCE_MS)

    def load(self, path: str = "") -> Taken:
        """Open a page as its address does."""
        self.page.goto(f"{self._address}/{path}", wait_until="commit")
        return self._taken()

    def follow(self, link: str, title: str = "") -> Taken:
        """Click a link of the navigation; ``title`` is a part of what then stands on the page, where it differs."""
        wanted = self.page.get_by_test_id("stSidebar").get_by_role("link", name=link, exact=True).first
        return self.click(wanted, title or link)

    def click(self, what: Any, title: str = "") -> Taken:
        """Click something, and wait for the page to answer."""
        what.scroll_into_view_if_needed()
        for _ in range(_CLICKS):
            self.page.wait_for_timeout(300)
            self.page.evaluate("title => window.__anew(title)", title)
            what.click()
            with suppress(TimeoutError):  # what moves under the pointer is missed, by a person too
                self.page.wait_for_function("window.__seen.ran", timeout=_MISSED_MS)
                break
        return self._taken()

    def sign_in(self, name: str, password: str) -> None:
        """Fill in the form that stands in the place of every page."""
        self.page.goto(self._address)
        self.page.locator("input[type=password]").first.wait_for()
        self.page.locator("input[autocomplete=username]").fill(name)
        self.page.locator("input[type=password]").first.fill(password)
        self.page.get_by_test_id("stFormSubmitButton").get_by_role("button").click()
        self.page.get_by_test_id("stSidebarNavLink").first.wait_for(state="attached")
        self.page.wait_for_timeout(1000)

    def _taken(self) -> Taken:
        self.page.wait_for_function("window.__seen && window.__seen.whole > 0")
        seen = self.page.evaluate("window.__seen")
        return Taken(float(seen["first"]), float(seen["whole"]))


@contextmanager
def chromium() -> Iterator[Any]:
    """A browser that calls nobody of its own accord. Raises SystemExit where there is none."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()
