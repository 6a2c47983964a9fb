"""One pixel that tells which state of a page a picture shows.

A mark is set in the page's viewport, in the corner that is drawn last, in a color that nobody can foresee. A frame in
which it is seen was produced from the document as it was when the mark was set, or later: everything done to the page
before is in it. It is a pseudo-element from a constructed style sheet, made in an isolated world: the page's nodes,
its HTML and its own scripts' objects stay as they are. It takes itself away again.
"""

from __future__ import annotations

import json
import secrets
from typing import Any

from .calls import within

# mark(color, corner, visible for ms, hide the caret) -> "" or why this document cannot be marked.
_SCRIPT = """(() => {
  const style = selector => { const s = new CSSStyleSheet(); s.replaceSync(selector + "{content:''!important}"); return s; };
  const sheets = { root: style(':root:root:root::after'), modal: style(':modal:modal:modal::after'), caret: style('*:not(#a#a)') };
  const asked = new WeakMap(), placed = new Map();
  let timer = 0;
  const isOn = s => document.adoptedStyleSheets.includes(s);
  const on = s => { if (!isOn(s)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, s]; };
  const off = s => { if (isOn(s)) document.adoptedStyleSheets = document.adoptedStyleSheets.filter(t => t !== s); };
  const free = (el, sheet) => {  // does the page itself use this pseudo-element?
    if (!asked.has(el)) { off(sheet); asked.set(el, ['none', 'normal'].includes(getComputedStyle(el, '::after').content)); }
    return asked.get(el);
  };
  const reachable = w => {  // a frame in another process paints on its own schedule
    for (let i = 0; i < w.length; i++) { try { if (!w[i].document || !reachable(w[i])) return false; } catch { return false; } }
    return true;
  };
  const plain = el => {  // else the mark is not where, or not of the color, it should be
    const s = getComputedStyle(el);
    return s.display !== 'none' && s.opacity === '1' && s.filter === 'none' && s.transform === 'none' && s.clipPath === 'none' && s.perspective === 'none'
      && s.translate === 'none' && s.scale === 'none' && s.rotate === 'none' && !/paint|layout|strict|content/.test(s.contain);
  };
  const set = (sheet, rules) => { for (const [k, v] of Object.entries(rules)) sheet.cssRules[0].style.setProperty(k, v, 'important'); };
  globalThis.mark = (color, corner, ms, caretHidden) => {
    const root = document.documentElement;
    if (!(root instanceof HTMLElement)) return 'it is no HTML document';
    if (!reachable(window)) return 'it holds a frame of another site';
    const modal = [...document.querySelectorAll(':modal')].pop();
    const target = modal || root, sheet = modal ? sheets.modal : sheets.root;
    if (!free(target, sheet)) return 'its own style uses ::after of the ' + (modal ? 'open dialog' : 'root element');
    if (caretHidden) { set(sheets.caret, { 'caret-color': 'transparent' }); on(sheets.caret); } else off(sheets.caret);
    const px = 1 / devicePixelRatio + 'px', place = corner + px;
    if (placed.get(sheet) !== place) {
      placed.set(sheet, place);
      set(sheet, {
        all: 'initial', content: "''", display: 'block', position: 'fixed', inset: corner === 'first' ? '0 auto auto 0' : 'auto 0 0 auto', width: px, height: px,
        'z-index': '2147483647', 'pointer-events': 'none', transition: 'none', animation: 'none', 'forced-color-adjust': 'none',
      });
    }
    set(sheet, { 'background-color': color });
    on(sheet);
    if (!plain(root) || !plain(target)) {  // asked with the mark in force: its style is computed once, not before and after
      off(sheet); off(sheets.caret);
      return 'its root element or open dialog is hidden, transparent, filtered or transformed';
    }
    clearTimeout(timer);
    timer = setTimeout(() => { off(sheets.root); off(sheets.modal); off(sheets.caret); }, ms);
    return '';
  };
})()"""


def new_code() -> int:
    """0xRRGGBB, unforeseeable, neither black nor white nor gray."""
    while True:
        code = secrets.randbits(24)
        if max(code >> 16, code >> 8 & 255, code & 255) - min(code >> 16, code >> 8 & 255, code & 255) > 64:
            return code


class Marker:
    """Sets marks in the document that one page shows."""

    def __init__(self, send: Any, asynchronous: bool) -> None:
        """send(method, parameters) -> answer: of a CDP session on that page."""
        self._send, self._asynchronous = send, asynchronous
        self._world: int | None = None

    async def mark(self, code: int, seconds: float, *, corner: str = "last", visible_ms: int = 60, caret_hidden: bool = False) -> str:
        """Set a mark. Returns "" or why this document cannot be marked. Raises DeadlineExceeded, Playwright's Error."""
        call = f"mark({json.dumps(f'#{code:06x}')}, '{corner}', {visible_ms}, {json.dumps(caret_hidden)})"
        for attempt in (1, 2):
            fresh = self._world is None
            if fresh:
                self._world = await self._new_world(seconds)
            try:
                answer = await self._ask(f"({_SCRIPT}, {call})" if fresh else call, seconds)
            except Exception as error:
                # A navigation took the world with it.
                self._world = None
                if attempt == 2 or "context" not in str(error):
                    raise
                continue
            if "exceptionDetails" in answer:
                self._world = None
                return f"its style could not be extended: {answer['exceptionDetails'].get('exception', {}).get('description', '')[:120]}"
            return str(answer["result"].get("value", ""))
        return "it keeps navigating"

    async def _new_world(self, seconds: float) -> int:
        tree = await within(lambda: self._send("Page.getFrameTree", {}), seconds, self._asynchronous)
        world = {"frameId": tree["frameTree"]["frame"]["id"], "worldName": "shadow"}
        answer = await within(lambda: self._send("Page.createIsolatedWorld", world), seconds, self._asynchronous)
        return answer["executionContextId"]

    async def _ask(self, expression: str, seconds: float) -> dict[str, Any]:
        asked = {"expression": expression, "contextId": self._world, "returnByValue": True}
        return await within(lambda: self._send("Runtime.evaluate", asked), seconds, self._asynchronous)
