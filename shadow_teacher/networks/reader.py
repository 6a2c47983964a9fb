"""The reader: a 24-px strip of ink -> character logits per 2 px, and style logits.

No recurrence (slow and badly quantized in onnxruntime): height is folded away by strided convolutions, context along
the row comes from residual 1x5 convolutions. Input is packed 2x2 (read.pack_strip), since a one-channel stem is slow.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from shadow_runtime.charset import CHARSET

CLASSES = -(-(len(CHARSET) + 1) // 16) * 16  # blank + charset, padded so that the int8 kernel likes it


def conv(c_in: int, c_out: int, kernel: tuple[int, int], stride: tuple[int, int] = (1, 1), same: bool = True) -> nn.Sequential:
    padding = (kernel[0] // 2 if same else 0, kernel[1] // 2)
    return nn.Sequential(nn.Conv2d(c_in, c_out, kernel, stride, padding, bias=False), nn.BatchNorm2d(c_out), nn.ReLU(inplace=True))


class Context(nn.Module):
    """Residual pair of 1x5 convolutions along the row."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv(channels, channels, (1, 5))
        self.second = nn.Sequential(nn.Conv2d(channels, channels, (1, 5), 1, (0, 2), bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class ReaderNet(nn.Module):
    """(N, 12, W / 2, 4) packed strips in 0..1 -> logits (N, W / 2, CLASSES) with blank first, style (N, W / 2, 3)."""

    def __init__(self) -> None:
        super().__init__()
        self.glyphs = nn.Sequential(
            conv(4, 32, (3, 3)), conv(32, 64, (3, 3), (2, 1)), conv(64, 96, (3, 3), (2, 1)),
            conv(96, 128, (3, 3), same=False),
        )
        self.context = nn.Sequential(Context(128), Context(128))
        self.character = nn.Conv2d(128, CLASSES, 1)
        self.style = nn.Conv2d(128, 16, 1)  # three used; sixteen keep the int8 kernel

    def forward(self, packed: Tensor) -> tuple[Tensor, Tensor]:
        x = self.context(self.glyphs(packed.permute(0, 3, 1, 2)))
        logits = self.character(x).squeeze(2).transpose(1, 2)
        return logits, self.style(x).squeeze(2).transpose(1, 2)[..., :3]
