"""Kinds of pages: KINDS lists (name, function of the page that returns the body, how often), `draw_kind` picks one."""

from __future__ import annotations

from collections.abc import Callable

from shadow_teacher.pages.widgets import Page

from . import apps, reading, shops, tasks

Kind = tuple[str, Callable[[Page], str], float]
KINDS: tuple[Kind, ...] = (
    *(("controls", tasks.controls, 34), ("stack", tasks.stack, 14), ("columns", tasks.columns, 7),
      ("sidebar", tasks.sidebar, 8)),
    *(("dialog", tasks.dialog, 12), ("login", tasks.login, 7), ("government", tasks.government, 5),
      ("wizard", tasks.wizard, 4)),
    *(("settings", tasks.settings, 4), ("legacy", tasks.legacy, 6), ("editor", tasks.editor, 2.5),
      ("profile", tasks.profile, 2)),
    *(("dashboard", apps.dashboard, 4), ("mail", apps.mail, 2.5), ("chat", apps.chat, 2.5),
      ("calendar", apps.calendar, 2.5)),
    *(("player", apps.player, 2), ("board", apps.board, 2), ("files", apps.files, 3), ("records", apps.records, 5)),
    *(("phone-list", apps.phone_list, 2),),
    *(("landing", reading.landing, 4), ("blog", reading.blog, 3), ("docs", reading.docs, 4),
      ("results", reading.results, 3)),
    *(("pricing", reading.pricing, 1.5), ("shop", shops.listing, 3.5), ("product", shops.product, 3),
      ("cart", shops.cart, 2.5)),
)


def draw_kind(p: Page) -> tuple[str, str]:
    """(name, body) of a random kind; phones get phone pages more often than monitors do."""
    weights = [weight * (4 if p.narrow and name == "phone-list" else 1) for name, _, weight in KINDS]
    (name, make, _), = p.rng.choices(KINDS, weights)
    return name, make(p)
