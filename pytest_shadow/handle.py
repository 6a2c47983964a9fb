"""Acting on what the words name: the student says where, Playwright acts there.

The element under the located point is asked for, and Playwright acts on it at that point: its waiting for enabled,
stable and unobscured elements, and its traces, hold as ever, and a canvas is clicked where the button is drawn.
"""

from __future__ import annotations

import time
from typing import Any

from shadow_runtime.errors import AmbiguousIntentError, ShadowError, TargetNotFoundError
from shadow_runtime.geometry import Box
from shadow_runtime.records import Element, Grounding

from .calls import finished, run
from .escalation import ask_teacher
from .evidence import leave_evidence
from .explain import explain_grounding
from .onlooker import CONFIRM_MS, Onlooker, pauses, same_pixels
from .scroll import Scroll, SearchInterrupted

_STILL = 2.0  # CSS px that a target may drift between the two looks before an action
_WORDS_ACT = frozenset(("link", "menuitem", "option", "text", "heading", "label", "cell"))
_AT_POINT = """([x, y]) => {
  let el = document.elementFromPoint(x, y);
  while (el && el.shadowRoot) {
    const inner = el.shadowRoot.elementFromPoint(x, y);
    if (!inner || inner === el) break;
    el = inner;
  }
  return el;
}"""
_PLACE = """el => {
  const r = el.getBoundingClientRect(), s = getComputedStyle(el);
  const editable = e => !!e && (e.isContentEditable || e.matches('textarea, input:not([type=checkbox]):not([type=radio]):not([type=button]):not([type=submit]):not([type=reset]):not([type=file]):not([type=image]):not([type=range]):not([type=color])'));
  const label = el.closest('label');
  return { left: r.left + parseFloat(s.borderLeftWidth), top: r.top + parseFloat(s.borderTopWidth),
           editable: editable(el), labels: editable(label && label.control), select: !!el.closest('select') || !!label && label.control instanceof HTMLSelectElement, canvas: el.tagName === 'CANVAS', frame: el.tagName === 'IFRAME' };
}"""
_CONTROL = "el => el.closest('label').control"
_SELECT = "el => el.closest('select') || el.closest('label').control"
_FOCUSED = """() => { let el = document.activeElement; while (el && el.shadowRoot && el.shadowRoot.activeElement) el = el.shadowRoot.activeElement; return el; }"""
_TAKES_TEXT = """(el, [x, y, w, h]) => {
  if (!el || el === document.body || !(el.isContentEditable || el.matches('input, textarea'))) return false;
  const r = el.getBoundingClientRect();
  return r.left < x + w && x < r.right && r.top < y + h && y < r.bottom;
}"""


class _Found:
    """A target that stood still over two looks."""

    def __init__(self, grounding: Grounding, seen: Any) -> None:
        self.grounding, self.seen = grounding, seen
        self.box: Box = grounding.element.box  # type: ignore[union-attr]
        self.point = point_on(grounding.element)  # type: ignore[arg-type]


def point_on(element: Element) -> tuple[float, float]:
    """Where to act on an element, CSS px: its middle, or its words where words are all that acts and its middle is not on them.

    An entry of a menu may have been boxed as the whole line, of which the page's link takes only the words.
    """
    x, y = element.box.center
    if element.role not in _WORDS_ACT or not element.rows:
        return x, y
    rows = [row.box for row in element.rows]
    on_words = any(row.x <= x <= row.right for row in rows)
    return (x, y) if on_words else rows[0].center


class Handle:
    """What an intent names, looked for anew by each method and waited for until the timeout (milliseconds).

    scroll: what is not in the viewport is scrolled to; where the page shows it nowhere, it is left as it was. Raises
    TargetNotFoundError or AmbiguousIntentError, which name the candidates; never acts on a guess.
    """

    def __init__(self, onlooker: Onlooker, intent: str, scroll: bool = False) -> None:
        self.onlooker, self.intent, self.scroll = onlooker, intent, scroll

    def __repr__(self) -> str:
        return f"shadow.locate({self.intent!r}{', scroll=True' if self.scroll else ''})"

    def click(self, *, timeout: float | None = None, **options: Any) -> Any:
        """Click it. options: as for Playwright's click (button, modifiers, ...)."""
        __tracebackhide__ = True
        return self._run(self._point_action("click", "click", timeout, options))

    def dblclick(self, *, timeout: float | None = None, **options: Any) -> Any:
        """Double-click it."""
        __tracebackhide__ = True
        return self._run(self._point_action("double-click", "dblclick", timeout, options))

    def hover(self, *, timeout: float | None = None, **options: Any) -> Any:
        """Move the mouse over it."""
        __tracebackhide__ = True
        return self._run(self._point_action("hover", "hover", timeout, options))

    def fill(self, value: str, *, timeout: float | None = None) -> Any:
        """Replace the text of a field; one that is drawn on a canvas is clicked and typed into."""
        __tracebackhide__ = True
        return self._run(self._fill(value, timeout))

    def press(self, key: str, *, timeout: float | None = None) -> Any:
        """Focus it and press a key, such as "Enter" or "Control+A"."""
        __tracebackhide__ = True
        return self._run(self._press(key, timeout))

    def select_option(self, option: str, *, timeout: float | None = None) -> Any:
        """Choose an option by its text. A dropdown that the browser does not draw is clicked, and then the option that it shows."""
        __tracebackhide__ = True
        return self._run(self._select_option(option, timeout))

    def check(self, *, timeout: float | None = None) -> Any:
        """Make a checkbox, radio or switch checked."""
        __tracebackhide__ = True
        return self._run(self._set_checked(True, timeout))

    def uncheck(self, *, timeout: float | None = None) -> Any:
        """Make a checkbox or switch unchecked."""
        __tracebackhide__ = True
        return self._run(self._set_checked(False, timeout))

    def text(self, *, timeout: float | None = None) -> Any:
        """The text it shows, as read from the pixels."""
        __tracebackhide__ = True
        return self._run(self._text(timeout))

    def box(self, *, timeout: float | None = None) -> Any:
        """Its Box: CSS px, viewport origin, as Playwright's bounding_box()."""
        __tracebackhide__ = True
        return self._run(self._box(timeout))

    def wait(self, state: str = "visible", *, timeout: float | None = None) -> Any:
        """Wait until it is "visible" or "absent" (two equal looks without it). Raises ValueError for "absent" of a handle that scrolls."""
        __tracebackhide__ = True
        if state not in ("visible", "absent"):
            raise ValueError(f'expected state "visible" or "absent", got {state!r}')
        if state == "absent" and self.scroll:
            raise ValueError('wait("absent") looks at the viewport only: locate without scroll=True')
        return self._run(self._find("wait for", timeout) if state == "visible" else self._wait_absent(timeout), nothing=True)

    def _run(self, coroutine: Any, nothing: bool = False) -> Any:
        __tracebackhide__ = True
        result = run(coroutine, self.onlooker.asynchronous)
        return None if nothing and not self.onlooker.asynchronous else result

    async def _find(self, doing: str, timeout: float | None) -> _Found:
        """The target; without one, what was seen instead is refused."""
        __tracebackhide__ = True
        timeout = self.onlooker.session.settings.timeout if timeout is None else timeout
        found, grounding, seen, reason = await self._search(timeout)
        if found is None:
            await self._refuse(grounding, seen, doing, timeout, reason)
        return found  # type: ignore[return-value]

    async def show(self, timeout: float | None) -> bool:
        """Scroll to the target; False where no view has it (the page is left as it was)."""
        __tracebackhide__ = True
        return (await self._search(self.onlooker.session.settings.timeout if timeout is None else timeout))[0] is not None

    async def _search(self, timeout: float) -> tuple[_Found | None, Grounding, Any, str]:
        """(target, last grounding, last look, why there is no target).

        A target is found on two looks in a row at the same place; with `scroll`, in the first view that has it. A view in
        which several things fit ends the search: which is meant is not for the fold to decide. Every view is looked at
        once, however long that takes; the timeout says how long a view may go on moving, and whether to begin anew. After
        a navigation the search begins anew, once.
        """
        __tracebackhide__ = True
        onlooker = self.onlooker
        began = started = time.monotonic()
        steps = pauses(timeout)
        place: Box | None = None
        seen: Any = None
        scroll = Scroll(onlooker.page) if self.scroll else None
        interrupted = False
        while True:
            before, seen = seen, await onlooker.look()
            grounding: Grounding = seen.locate(self.intent)
            if grounding.outcome == "found" and grounding.element is not None:
                now = grounding.element.box
                if place is not None and max(abs(a - b) for a, b in zip(place, now, strict=True)) <= _STILL:
                    return _Found(grounding, seen), grounding, seen, ""
                confirming, place = place is None, now
            else:
                confirming, place = False, None
            left = timeout - (time.monotonic() - started) * 1e3
            if scroll is not None and grounding.outcome == "absent":
                if left > 0 and (before is None or not same_pixels(before.frame, seen.frame)):
                    await onlooker.pause(CONFIRM_MS)
                    continue
                try:
                    further = await scroll.further()
                    if not further:
                        await scroll.back()
                except SearchInterrupted as interruption:
                    if interrupted:
                        where = (getattr(onlooker.page, "url", "") or "the page")[:120]
                        again = f"the page navigated again while it was searched (now {where}); wait until it has arrived, then locate"
                        return None, grounding, seen, f"{again} ({interruption})"
                    interrupted, scroll, seen, started = True, Scroll(onlooker.page), None, time.monotonic()
                    continue
                if not further:
                    if (time.monotonic() - began) * 1e3 >= timeout:
                        return None, grounding, seen, f"{scroll.views} views of the page were scrolled to, and none has it"
                    scroll = Scroll(onlooker.page)  # the page may still be on its way
                started, seen = time.monotonic(), None
            elif not confirming:
                if left <= 0:
                    return None, grounding, seen, ""
                await onlooker.pause(min(next(steps), left))

    async def _refuse(self, grounding: Grounding, seen: Any, doing: str, timeout: float, reason: str = "") -> None:
        __tracebackhide__ = True
        onlooker = self.onlooker
        student = onlooker.session.eyes.student_id
        timings = {"see": getattr(seen, "see_ms", 0.0), "capture": seen.frame.capture_ms}
        files = await leave_evidence(onlooker, seen, (grounding,), headline=f"{doing} {self.intent!r}: {grounding.outcome}")
        if grounding.outcome == "found" and not reason:
            reason = f"it did not stay in its place for two looks within {timeout:.0f} ms"
        message = explain_grounding(grounding, doing, student, timings, files, reason)
        if grounding.outcome != "found":
            await ask_teacher(onlooker, seen, "locate", self.intent, grounding=grounding)
        raise (AmbiguousIntentError if grounding.outcome == "ambiguous" else TargetNotFoundError)(message)

    async def _element(self, found: _Found) -> tuple[Any, Any, dict[str, Any], dict[str, float]]:
        """(frame, element under the target's point, what it is, the point within it)."""
        __tracebackhide__ = True
        frame = self.onlooker.page
        x, y = found.point
        for _ in range(4):
            handle = (await finished(frame.evaluate_handle(_AT_POINT, [x, y]))).as_element()
            if handle is None:
                raise TargetNotFoundError(f"{self.intent!r} was seen at ({x:.0f}, {y:.0f}), but the page has nothing there any more")
            place = await finished(handle.evaluate(_PLACE))
            point = {"x": x - place["left"], "y": y - place["top"]}
            if not place["frame"]:
                return frame, handle, place, point
            inner = await finished(handle.content_frame())
            if inner is None:
                return frame, handle, place, point
            frame, x, y = inner, point["x"], point["y"]
        return frame, handle, place, point

    async def _act(self, doing: str, timeout: float | None, act: Any) -> None:
        """Find, resolve, act; once more when the page replaced the element in between."""
        __tracebackhide__ = True
        timeout = self.onlooker.session.settings.timeout if timeout is None else timeout
        started = time.monotonic()
        while True:
            left = max(timeout - (time.monotonic() - started) * 1e3, 0.0)
            found = await self._find(doing, left)
            left = max(timeout - (time.monotonic() - started) * 1e3, 500.0)
            try:
                await act(found, *(await self._element(found)), left)
                self.onlooker.session.tally.actions += 1
                self.onlooker.session.tally.students.add(self.onlooker.session.eyes.student_id)
                self.onlooker.session.tally.lessons.update(filter(None, [found.grounding.element.lesson]))  # type: ignore[union-attr]
                return
            except Exception as error:
                gone = any(sign in str(error) for sign in ("not attached", "Execution context was destroyed", "nothing there any more"))
                if gone and (time.monotonic() - started) * 1e3 < timeout:
                    continue
                if not isinstance(error, ShadowError):  # the place, not the text: it may be a secret
                    error.add_note(f"while doing {doing} on {self.intent!r}, seen at ({found.box.x:.0f}, {found.box.y:.0f})")
                raise

    async def _point_action(self, doing: str, method: str, timeout: float | None, options: dict[str, Any]) -> None:
        __tracebackhide__ = True

        async def act(_found: _Found, _frame: Any, element: Any, _place: Any, point: dict[str, float], left: float) -> None:
            __tracebackhide__ = True
            await finished(getattr(element, method)(position=point, timeout=left, **options))

        await self._act(doing, timeout, act)

    async def _fill(self, value: str, timeout: float | None) -> None:
        __tracebackhide__ = True

        async def act(found: _Found, frame: Any, element: Any, place: dict[str, Any], point: dict[str, float], left: float) -> None:
            __tracebackhide__ = True
            if place["editable"]:
                await finished(element.fill(value, timeout=left))
                return
            if place["labels"]:
                control = (await finished(element.evaluate_handle(_CONTROL))).as_element()
                await finished(control.fill(value, timeout=left))
                return
            await finished(element.click(position=point, timeout=left))
            focused = (await finished(frame.evaluate_handle(_FOCUSED))).as_element()
            inner = await finished(element.evaluate("el => { const r = el.getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; }"))
            near = [inner[0], inner[1], inner[2], inner[3]]
            if focused is not None and await finished(focused.evaluate(_TAKES_TEXT, near)):
                await finished(focused.fill(value, timeout=left))
                return
            if not place["canvas"]:
                await self._refuse(found.grounding, found.seen, "fill", left, "what stands there takes no text: nothing that can be typed into got the focus")
            keyboard = self.onlooker.page.keyboard
            await finished(keyboard.press("ControlOrMeta+A"))
            await finished(keyboard.press("Backspace"))
            await finished(keyboard.type(value))

        await self._act("fill", timeout, act)

    async def _press(self, key: str, timeout: float | None) -> None:
        __tracebackhide__ = True

        async def act(_found: _Found, _frame: Any, element: Any, place: dict[str, Any], point: dict[str, float], left: float) -> None:
            __tracebackhide__ = True
            if place["labels"] and not place["editable"]:
                element = (await finished(element.evaluate_handle(_CONTROL))).as_element()
            if place["canvas"]:
                await finished(element.click(position=point, timeout=left))
                await finished(self.onlooker.page.keyboard.press(key))
            else:
                await finished(element.press(key, timeout=left))

        await self._act("press", timeout, act)

    async def _select_option(self, option: str, timeout: float | None) -> None:
        __tracebackhide__ = True
        opened = False

        async def act(_found: _Found, _frame: Any, element: Any, place: dict[str, Any], point: dict[str, float], left: float) -> None:
            __tracebackhide__ = True
            nonlocal opened
            if place["select"]:
                control = (await finished(element.evaluate_handle(_SELECT))).as_element()
                await finished(control.select_option(label=option, timeout=left))
                return
            await finished(element.click(position=point, timeout=left))
            opened = True

        await self._act("select an option of", timeout, act)
        if opened:
            await Handle(self.onlooker, f'"{option}" option')._point_action("choose", "click", timeout, {})

    async def _set_checked(self, wanted: bool, timeout: float | None) -> None:
        __tracebackhide__ = True
        doing = "check" if wanted else "uncheck"

        async def act(found: _Found, _frame: Any, element: Any, _place: Any, point: dict[str, float], left: float) -> None:
            __tracebackhide__ = True
            try:
                await finished(element.set_checked(wanted, position=point, timeout=left))
                return
            except Exception as error:
                if "Not a checkbox" not in str(error):
                    raise
            # No native control: go by what is seen, and see to it that the click had its effect.
            if self._seen_checked(found) is wanted:
                return
            await finished(element.click(position=point, timeout=left))
            deadline = time.monotonic() + left / 1e3
            while True:
                again = await self._find(doing, left)
                if self._seen_checked(again) is wanted:
                    return
                if time.monotonic() > deadline:
                    await self._refuse(again.grounding, again.seen, doing, left, f"it was clicked, but does not look {doing}ed")
                await self.onlooker.pause(CONFIRM_MS)

        await self._act(doing, timeout, act)

    def _seen_checked(self, found: _Found) -> bool:
        states = found.grounding.element.states  # type: ignore[union-attr]
        if "checked" not in states:
            raise ShadowError(f"{self.intent!r} was seen as {found.grounding.element.description}, which cannot be checked")  # type: ignore[union-attr]
        return states["checked"] > 0.5

    async def _text(self, timeout: float | None) -> str:
        __tracebackhide__ = True
        return (await self._find("read", timeout)).grounding.element.text  # type: ignore[union-attr]

    async def _box(self, timeout: float | None) -> Box:
        __tracebackhide__ = True
        return (await self._find("measure", timeout)).box

    async def _wait_absent(self, timeout: float | None) -> None:
        __tracebackhide__ = True
        onlooker = self.onlooker
        timeout = onlooker.session.settings.timeout if timeout is None else timeout
        started = time.monotonic()
        before = None
        while True:
            seen = await onlooker.look()
            grounding: Grounding = seen.locate(self.intent)
            if grounding.outcome == "absent" and before is not None and same_pixels(before.frame, seen.frame) and await onlooker.is_loaded():
                return
            before = seen if grounding.outcome == "absent" else None
            left = timeout - (time.monotonic() - started) * 1e3
            if left <= 0:
                student = onlooker.session.eyes.student_id
                files = await leave_evidence(onlooker, seen, (grounding,), headline=f"wait for {self.intent!r} to be absent")
                reason = "it is still there" if grounding.outcome != "absent" else "the picture kept changing: no two looks were equal"
                timings = {"see": getattr(seen, "see_ms", 0.0), "capture": seen.frame.capture_ms}
                raise TargetNotFoundError(explain_grounding(grounding, "wait for absence of", student, timings, files, reason))
            await onlooker.pause(min(CONFIRM_MS, left))
