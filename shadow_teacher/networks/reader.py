"""The reader: a 24-px strip of ink -> character logits per 2 px, and style logits.

No recurrence (slow and badly quantized in onnxruntime): height is folded away by strided convolutions, context along
the row comes from residual 1x3 convolutions. Input is packed 2x2 (read.pack_strip), since a one-channel stem is slow.

Behind the glyphs a cell is 4 px wide and says what stands in its left and in its right half, as the detector's cells do
of their quarters: most of the work is done half as often, and two like letters in a row still have a step between them.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from shadow_runtime.charset import CHARSET

CLASSES = -(-(len(CHARSET) + 1) // 16) * 16  # blank + charset, padded so that the int8 kernel likes it
HALVES = 2  # time steps of read.STEP px in a cell
STYLES = 3  # bold, italic, underline


def conv(c_in: int, c_out: int, kernel: tuple[int, int], stride: tuple[int, int] = (1, 1), padding: tuple[int, int] = (1, 1)) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False), nn.BatchNorm2d(c_out), nn.ReLU(inplace=True))


class Context(nn.Module):
    """Residual pair of 1x3 convolutions along the row."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv(channels, channels, (1, 3), padding=(0, 1))
        self.second = nn.Sequential(nn.Conv2d(channels, channels, (1, 3), 1, (0, 1), bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class ReaderNet(nn.Module):
    """(N, 12, W / 2, 4) packed strips in 0..1 -> logits (N, W / 2, CLASSES) with blank first, style (N, W / 2, 3). W: a multiple of 4."""

    def __init__(self) -> None:
        super().__init__()
        self.glyphs = nn.Sequential(
            conv(4, 32, (3, 3)), conv(32, 48, (3, 3), (2, 1)), conv(48, 64, (3, 3), (2, 1)),
            conv(64, 128, (3, 4), (1, HALVES), (0, 1)),
        )
        self.context = nn.Sequential(Context(128), Context(128), Context(128))
        self.character = nn.Conv2d(128, HALVES * CLASSES, 1)
        with torch.no_grad():  # what only fills up is never said, not even by a network that has learned little
            self.character.bias.unflatten(0, (HALVES, CLASSES))[:, len(CHARSET) + 1 :] = -20.0
        self.style = nn.Conv2d(128, 16, 1)  # six used; sixteen keep the int8 kernel

    def forward(self, packed: Tensor) -> tuple[Tensor, Tensor]:
        x = self.context(self.glyphs(packed.permute(0, 3, 1, 2)))
        style = self.style(x)[:, : HALVES * STYLES]
        return halves(self.character(x), CLASSES), halves(style, STYLES)


def halves(cells: Tensor, channels: int) -> Tensor:
    """(N, 2 * channels, 1, W) -> (N, 2 * W, channels): what each cell says of its left half, then of its right one."""
    return cells.squeeze(2).transpose(1, 2).reshape(cells.shape[0], -1, channels)
