"""The console's pages, rendered from templates; whatever stands in them is text, never markup."""

from __future__ import annotations

from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

_pages = Environment(loader=PackageLoader("shadow_teacher", "templates/console"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
_pages.filters["moment"] = lambda stamp: f"{stamp[:10]} {stamp[11:16]} UTC" if len(stamp) > 16 else stamp


def page(template: str, /, code: int = 200, **values: Any) -> HTMLResponse:
    """A page of the console. values: what its template asks for, all of it."""
    return HTMLResponse(_pages.get_template(f"{template}.html.j2").render(**values), status_code=code)
