"""What CDP and page.screenshot give is handed on as it is: memory of its own, read-only, so that seeing it copies nothing."""

from __future__ import annotations

import asyncio
import base64
from typing import Any

import cv2
import numpy as np
import pytest

from pytest_shadow.camera import Camera, cut
from shadow_runtime.records import Frame


class Page:
    """As much of an async page as a capture needs. painted: what its browser shows, whatever its viewport is."""

    url, viewport_size = "about:blank", {"width": 40, "height": 30}

    def __init__(self, painted: np.ndarray) -> None:
        self.painted, self.context = painted, self

    def on(self, *_: Any) -> None: ...

    def is_closed(self) -> bool:
        return False

    async def evaluate(self, _: str) -> float:
        return 1.0

    async def screenshot(self, **_: Any) -> bytes:
        return cv2.imencode(".png", self.painted[:, :, ::-1])[1].tobytes()

    async def new_cdp_session(self, _: Page) -> Page:
        return self

    async def send(self, *_: Any) -> dict[str, str]:
        return {"data": base64.b64encode(await self.screenshot()).decode()}


def captured(painted: np.ndarray, by_cdp: bool) -> Frame:
    camera = Camera(Page(painted), asynchronous=True)
    camera._by_cdp = by_cdp
    return asyncio.run(camera.capture())


@pytest.mark.parametrize("by_cdp", [True, False])
@pytest.mark.parametrize("size", [(30, 40), (33, 40), (37, 55)])  # a headed browser paints more than the viewport
def test_a_capture_owns_its_pixels_and_nobody_can_write_into_them(by_cdp: bool, size: tuple[int, int]) -> None:
    painted = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    frame = captured(painted, by_cdp)
    np.testing.assert_array_equal(frame.rgb, painted[:30, :40])
    assert frame.rgb.flags.owndata
    assert frame.rgb.flags.c_contiguous
    assert not frame.rgb.flags.writeable


def test_a_picture_smaller_than_asked_for_stays_whole() -> None:
    picture = np.zeros((5, 7, 3), np.uint8)
    assert cut(picture, 9, 9) is picture
    assert cut(picture, 5, 6).shape == (5, 6, 3)
