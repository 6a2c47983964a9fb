"""The plugin's options: command line over environment over ini file over default, read once into frozen Settings."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pytest

OnAbstain = Literal["fail", "warn", "skip"]
CaptureMode = Literal["auto", "framebuffer", "cdp", "screenshot"]
# options with a fixed set of values, the default first
_CHOICES = {"on-abstain": ("fail", "warn", "skip"), "capture": ("auto", "framebuffer", "cdp", "screenshot")}
# name -> help; --shadow-NAME on the command line, SHADOW_NAME in the environment, shadow_name in the ini file.
_OPTIONS = {
    "model": "student to look with: an id such as student-0001, or a folder (default: the bundled one)",
    "browser-path": "browser to launch (default: Playwright's own, else a Chromium or Chrome on the PATH)",
    "on-abstain": "what a claim does that the student cannot judge: fail, warn or skip (default: fail)",
    "capture": "how pictures are taken: auto, framebuffer (Linux, Chromium), cdp (Chromium) or screenshot (default: auto)",
    "timeout": "how long claims and actions are retried, in milliseconds (default: 5000)",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was asked for. model: None is the bundled student. timeout: milliseconds."""

    model: str | None = None
    browser_path: str | None = None
    on_abstain: OnAbstain = "fail"
    capture: CaptureMode = "auto"
    timeout: float = 5000.0


def add_options(parser: pytest.Parser) -> None:
    """Declare every option with its ini twin."""
    group = parser.getgroup("shadow", "Shadow (visual tests in words)")
    for name, text in _OPTIONS.items():
        choices: dict[str, Any] = {"choices": _CHOICES[name]} if name in _CHOICES else {}
        group.addoption(f"--shadow-{name}", default=None, help=text, **choices)
        parser.addini(_ini_name(name), help=f"{text}; also --shadow-{name} and {_env_name(name)}", default="")


def read_settings(config: pytest.Config, environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this run. Raises pytest.UsageError, which names the source, for a value that makes no sense."""
    environ = os.environ if environ is None else environ
    found: dict[str, tuple[str, str]] = {}
    for name in _OPTIONS:
        for value, source in (
            (config.getoption(f"--shadow-{name}"), f"--shadow-{name}"),
            (environ.get(_env_name(name)), _env_name(name)),
            (config.getini(_ini_name(name)), _ini_name(name)),
        ):
            if value:
                found[name] = str(value), source
                break
    return _checked(found)


def settings_from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings where no pytest runs: environment over default."""
    environ = os.environ if environ is None else environ
    return _checked({name: (environ[_env_name(name)], _env_name(name)) for name in _OPTIONS if environ.get(_env_name(name))})


def _checked(found: Mapping[str, tuple[str, str]]) -> Settings:
    chosen = {}
    for name, choices in _CHOICES.items():
        chosen[name], source = found.get(name, (choices[0], ""))
        if chosen[name] not in choices:
            raise pytest.UsageError(f"{source}: expected one of {', '.join(choices)}, got {chosen[name]!r}")
    timeout, timeout_source = found.get("timeout", ("5000", ""))
    try:
        milliseconds = float(timeout)
    except ValueError:
        milliseconds = -1.0
    if not 0 <= milliseconds < 1e9:
        raise pytest.UsageError(f"{timeout_source}: expected milliseconds, such as 5000, got {timeout!r}")
    return Settings(
        model=found["model"][0] if "model" in found else None,
        browser_path=found["browser-path"][0] if "browser-path" in found else None,
        on_abstain=chosen["on-abstain"],  # type: ignore[arg-type]  # checked above
        capture=chosen["capture"],  # type: ignore[arg-type]
        timeout=milliseconds,
    )


def _env_name(name: str) -> str:
    return "SHADOW_" + name.upper().replace("-", "_")


def _ini_name(name: str) -> str:
    return "shadow_" + name.replace("-", "_")
