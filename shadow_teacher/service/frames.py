"""Frames on disk, named by their content: DATA/frames/ab/SHA256.png.

A frame is there whole or not at all: written beside, flushed to the disk, renamed, and the folder flushed too. Only then
may a request refer to it.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class StorageFull(Exception):
    """No room left for a frame."""


class NotAPng(ValueError):
    """These bytes are no PNG that a frame can be."""


class FrameStore:
    """Content-addressed pictures. Several threads and processes may store the same one at once."""

    def __init__(self, folder: Path, max_pixels: int = 40_000_000, reserve: int = 64 << 20) -> None:
        """max_pixels: larger pictures are refused before they are unpacked. reserve: bytes of disk that stay free."""
        self.folder, self.max_pixels, self.reserve = folder, max_pixels, reserve
        folder.mkdir(parents=True, exist_ok=True)
        self._incoming = folder / "incoming"
        self._incoming.mkdir(exist_ok=True)

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / f"{sha256}.png"

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def put(self, sha256: str, data: bytes) -> bool:
        """Store a frame; True when it is new. On return it survives a power cut.

        Raises NotAPng, ValueError when the bytes do not have this hash, StorageFull, OSError.
        """
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ValueError(f"the body's sha256 is {hashlib.sha256(data).hexdigest()}, the address says {sha256}")
        check_png(data, self.max_pixels)
        target = self.path(sha256)
        if target.is_file():
            return False
        if self.free() < self.reserve + len(data):
            raise StorageFull(f"less than {self.reserve >> 20} MiB would be left on the disk of {self.folder}")
        beside = self._incoming / f"{sha256}.{os.getpid()}.{os.urandom(6).hex()}"
        try:
            target.parent.mkdir(exist_ok=True)
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, target)
            _flush_folder(target.parent)
            _flush_folder(self.folder)
        except OSError as error:
            beside.unlink(missing_ok=True)
            if error.errno in FULL:
                raise StorageFull(f"no room for a frame of {len(data)} bytes in {self.folder}: {error.strerror}") from error
            raise
        return True

    def read(self, sha256: str) -> np.ndarray:
        """(H, W, 3) uint8 RGB. Raises FileNotFoundError, or NotAPng when what lies there is damaged."""
        data = self.path(sha256).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            raise NotAPng(f"{self.path(sha256)}: damaged, its content has another hash than its name")
        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            raise NotAPng(f"{self.path(sha256)}: cannot be unpacked")
        return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)

    def free(self) -> int:
        """Bytes free on the disk."""
        return shutil.disk_usage(self.folder).free

    def sweep(self) -> int:
        """Remove what a killed process left half-written; returns how many. Call it before serving."""
        left = [path for path in self._incoming.iterdir() if path.is_file()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)


def check_png(data: bytes, max_pixels: int) -> tuple[int, int]:
    """Width and height of a PNG, read from its header; every chunk's checksum must be right. Raises NotAPng."""
    if not data.startswith(_SIGNATURE) or data[12:16] != b"IHDR":
        raise NotAPng("the body is no PNG file")
    width, height = struct.unpack(">II", data[16:24])
    if not (16 <= width <= 32768 and 16 <= height <= 32768 and width * height <= max_pixels):
        raise NotAPng(f"a frame has 16 to 32768 pixels a side and at most {max_pixels}, this one {width}x{height}")
    position, ended, pixels = len(_SIGNATURE), False, False
    while position + 12 <= len(data) and not ended:
        (length,) = struct.unpack(">I", data[position : position + 4])
        body = data[position + 4 : position + 8 + length]
        if len(body) != length + 4 or zlib.crc32(body) != int.from_bytes(data[position + 8 + length : position + 12 + length], "big"):
            raise NotAPng(f"damaged at byte {position}")
        pixels, ended = pixels or body[:4] == b"IDAT", body[:4] == b"IEND"
        position += 12 + length
    if not ended or not pixels or position != len(data):
        raise NotAPng("truncated, or something follows the picture")
    return width, height


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
