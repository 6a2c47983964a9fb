"""Whether every tag of a page is closed where it should be."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Balance(HTMLParser):
    """Fails when a closing tag does not match the tag that is open."""

    def __init__(self) -> None:
        super().__init__()
        self.stack: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.stack.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass  # <path/> opens nothing

    def handle_endtag(self, tag: str) -> None:
        assert self.stack[-1:] == [tag], f"</{tag}> closes {self.stack[-3:]} at {self.getpos()}"
        self.stack.pop()


def balanced(body: str) -> str:
    """The same markup. Fails where a tag is closed by another one, or never."""
    parser = _Balance()
    parser.feed(body)
    assert not parser.stack, parser.stack
    return body
