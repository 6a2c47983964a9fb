"""Everything an operator can set: by option of `shadow-teacher serve` or by environment variable SHADOW_TEACHER_*."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class ServiceSettings(BaseSettings):
    """One service. Sizes in bytes, times in seconds."""

    model_config = SettingsConfigDict(env_prefix="SHADOW_TEACHER_", frozen=True)

    data: Path
    database: str = ""  # URL; SQLite in the data folder when left empty
    registry: Path | None = None  # published students; DATA/registry when left out
    student: str = ""  # whose eyes exemplars are taken with: id or folder; the registry's current one, else the bundled one

    host: str = "127.0.0.1"
    port: int = 8765
    secure_cookies: bool = False  # set it behind TLS

    frame_bytes: int = 8 << 20
    frame_pixels: int = 40_000_000
    request_bytes: int = 2 << 20
    batch_bytes: int = 16 << 20
    batch_requests: int = 64
    reserve_bytes: int = 64 << 20  # of disk that stay free
    rate: float = 600.0  # requests, and as many frames, a minute and token
    burst: int = 1200

    workers: int = Field(default=2, ge=0, le=64)  # teaching threads; 0 only takes in
    lease: float = 120.0
    attempts: int = 5
    backoff: float = 2.0  # doubles with each attempt
    drain: float = 20.0

    frozen_share: float = Field(default=0.2, ge=0, le=0.9)
    agreement: int = Field(default=1, ge=1, le=5)  # persons who must say the same

    vlm_url: str = ""  # OpenAI-compatible, for example http://127.0.0.1:4000/v1
    vlm_model: str = ""
    vlm_key: SecretStr = SecretStr("")
    vlm_requests_per_day: int = 500
    vlm_cents_per_day: float = 500.0
    vlm_cents_per_million_in: float = 0.0
    vlm_cents_per_million_out: float = 0.0
    vlm_alone: bool = False  # make lessons of what only the vision model said

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{self.data / 'teacher.sqlite'}"

    @property
    def registry_folder(self) -> Path:
        return self.registry or self.data / "registry"
