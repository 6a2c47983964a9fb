"""The plugin's options: command line over environment over ini file over default, read once into frozen Settings."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest

OnAbstain = Literal["fail", "warn", "skip"]
CaptureMode = Literal["auto", "framebuffer", "cdp", "screenshot"]
Trust = Literal["usual", "certified"]
# options with a fixed set of values, the default first
_CHOICES = {"on-abstain": ("fail", "warn", "skip"), "capture": ("auto", "framebuffer", "cdp", "screenshot"), "trust": ("usual", "certified")}
# name -> help; --shadow-NAME on the command line, SHADOW_NAME in the environment, shadow_name in the ini file.
_OPTIONS = {
    "model": "student to look with: an id such as student-0001, or a folder (default: the bundled one)",
    "browser-path": "browser to launch (default: Playwright's own, else a Chromium or Chrome on the PATH)",
    "on-abstain": "what a claim does that the student cannot judge: fail, warn or skip (default: fail)",
    "capture": "how pictures are taken: auto, framebuffer (Linux, Chromium), cdp (Chromium) or screenshot (default: auto)",
    "trust": "how sure the student must be: usual, or certified (at most 1 % of near-miss falsehoods pass, more is abstained) (default: usual)",
    "timeout": "how long claims and actions are retried, in milliseconds (default: 5000)",
    "teacher": "URL of the teacher that is asked, after a test, about what could not be judged; the token is read from SHADOW_TEACHER_TOKEN",
    "outbox": "folder where requests to the teacher wait; alone, without --shadow-teacher, they are kept for `shadow outbox send`",
    "origins": "origins, besides this machine's own, whose pictures may be kept for the teacher: https://staging.example, https://*.example, * for all",
    "registry": "where newer students come from, a URL or a folder (default: the teacher)",
    "trusted-key": "public key of who may publish students, or a file of such keys; without one no student is fetched",
    "pin": "look with exactly this student and these taught cases, student-0010+1f3a9c0b2d4e; nothing is fetched",
}
TOKEN = "SHADOW_TEACHER_TOKEN"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What was asked for. model: None is the bundled student. timeout: milliseconds.

    teacher, token, outbox, origins, registry, trusted_keys, pin: the learning half, see learning.py; all off by default.
    """

    model: str | None = None
    browser_path: str | None = None
    on_abstain: OnAbstain = "fail"
    capture: CaptureMode = "auto"
    trust: Trust = "usual"
    timeout: float = 5000.0
    teacher: str | None = None
    token: str | None = field(default=None, repr=False)
    outbox: str | None = None
    origins: tuple[str, ...] = ()
    registry: str | None = None
    trusted_keys: tuple[str, ...] = ()
    pin: str | None = None


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
    return _checked(found, environ.get(TOKEN))


def settings_from_environment(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings where no pytest runs: environment over default."""
    environ = os.environ if environ is None else environ
    return _checked({name: (environ[_env_name(name)], _env_name(name)) for name in _OPTIONS if environ.get(_env_name(name))}, environ.get(TOKEN))


def _checked(found: Mapping[str, tuple[str, str]], token: str | None = None) -> Settings:
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
    teacher, teacher_source = found.get("teacher", ("", ""))
    if teacher and not re.match(r"https?://[^@/]+(/[^?#]*)?$", teacher):
        raise pytest.UsageError(f"{teacher_source}: expected a URL such as https://teacher.example, without user or password, got {teacher!r}")
    pin, pin_source = found.get("pin", ("", ""))
    if pin and not re.fullmatch(r"student-\d{4,}(\+[0-9a-f]{12})?", pin):
        raise pytest.UsageError(f"{pin_source}: expected student-NNNN or student-NNNN+LESSONS, as the header of a run shows it, got {pin!r}")
    plain = {name: value for name, (value, _) in found.items()}
    return Settings(
        model=plain.get("model"),
        browser_path=plain.get("browser-path"),
        teacher=plain.get("teacher"),
        token=token or None,
        outbox=plain.get("outbox"),
        origins=_listed(plain.get("origins", "")),
        registry=plain.get("registry"),
        trusted_keys=_listed(plain.get("trusted-key", "")),
        pin=plain.get("pin"),
        on_abstain=chosen["on-abstain"],  # type: ignore[arg-type]  # checked above
        capture=chosen["capture"],  # type: ignore[arg-type]
        trust=chosen["trust"],  # type: ignore[arg-type]
        timeout=milliseconds,
    )


def _listed(text: str) -> tuple[str, ...]:
    """Entries separated by commas or whitespace."""
    return tuple(re.split(r"[,\s]+", text.strip())) if text.strip() else ()


def _env_name(name: str) -> str:
    return "SHADOW_" + name.upper().replace("-", "_")


def _ini_name(name: str) -> str:
    return "shadow_" + name.replace("-", "_")
