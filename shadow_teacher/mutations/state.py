"""Mutations of state: there or not, how many, checked, disabled, focused, filled in."""

from __future__ import annotations

from random import Random

from .catalog import CATALOG, CLOSE, Change, Setup, by_tier, style
from .facts import COUNTED, TOGGLES, Facts

_EXTENT = ("3000 px2 and more", "800 to 3000 px2", "under 800 px2")


@CATALOG.add("visibility", ("visibility",), _EXTENT, "visibility, display, opacity")
def visibility(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    low, high = by_tier(tier, ((3000, 1e9), (800, 3000), (0, 800)))
    if not low <= f.box[2] * f.box[3] < high or f.role in TOGGLES:  # the words beside a box stay and answer to its name
        return None
    name, value = rng.choice((("visibility", "hidden"), ("display", "none"), ("opacity", "0")))
    return Change(
        actions=(style(f, **{name: value}),),
        magnitude=f"{name}: {value}, {f.box[2] * f.box[3]:.0f} px2",
        gone=True,
        reach=0.0 if name == "display" else CLOSE,
    )


@CATALOG.add("count", ("count",), ("one of two goes", "one of three or four", "one of five and more"), "visibility")
def count(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    low, high = by_tier(tier, ((2, 2), (3, 4), (5, 12)))
    if f.count is None or f.role not in COUNTED or not low <= f.count <= high:
        return None
    return Change(
        actions=(style(f, visibility="hidden"),), magnitude=f"{f.count} to {f.count - 1}", gone=True, reach=CLOSE
    )


@CATALOG.add("checked", ("checked",), ("a box of 20 px and more", "14 to 20 px", "under 14 px"), ":checked")
def checked(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    low, high = by_tier(tier, ((19.5, 999), (13.6, 19.5), (0, 13.6)))
    if (
        f.checked is None
        or not low <= f.box[3] < high
        or (f.role == "radio" and f.checked)
        or f.measured.get("checked") is None
    ):
        return None
    return Change(
        actions=({"kind": "checked", "id": f.id, "value": not f.checked},),
        magnitude=f"{f.box[2]:.0f}x{f.box[3]:.0f} px",
    )


@CATALOG.add(
    "disabled", ("disabled",), ("as the framework draws it, at opacity 0.35", "at 0.5", "at 0.65"), ":disabled"
)
def disabled(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.disabled is not False or f.role not in ("button", "textbox", "combobox", "checkbox", "radio", "switch"):
        return None
    value = by_tier(tier, ("0.35", "0.5", "0.65"))
    return Change(
        actions=({"kind": "disabled", "id": f.id, "value": True}, style(f, opacity=value)),
        magnitude=f"disabled, opacity {value}",
        reach=CLOSE,
    )


@CATALOG.add("focus", ("focus",), ("a ring of 3 px", "as the framework draws it", "a ring of 1 px"), ":focus-visible")
def focus(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.focused is not False or f.role not in ("button", "textbox", "combobox", "link"):
        return None
    color = rng.choice(("#1f6feb", "#000000", "#e11d48", "#0f766e"))
    ring = by_tier(
        tier,
        (
            {"outline": f"3px solid {color}", "outline_offset": "2px"},
            None,
            {"outline": f"1px solid {color}", "outline_offset": "1px"},
        ),
    )
    actions = ({"kind": "focus", "id": f.id}, *((style(f, **ring, box_shadow="none"),) if ring else ()))
    return Change(actions=actions, magnitude=ring["outline"] if ring else "its own")


@CATALOG.add("value", ("value",), ("12 characters and more appear or go", "4 to 11", "1 to 3"), "value")
def value(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.empty is None or f.role not in ("textbox", "spinbutton") or f.measured.get("value") is None:
        return None
    low, high = by_tier(tier, ((12, 999), (4, 11), (1, 3)))
    old = f.measured["value"]
    if old:
        return (
            Change(
                actions=({"kind": "value", "id": f.id, "value": ""},),
                magnitude=f"{len(old)} characters gone",
                reach=CLOSE,
            )
            if low <= len(old) <= high
            else None
        )
    if f.measured.get("placeholder"):
        return None
    new = by_tier(tier, ("Wednesday 14 May", "Ada L.", "7"))
    return Change(
        actions=({"kind": "value", "id": f.id, "value": new},), magnitude=f"{len(new)} characters", reach=CLOSE
    )
