"""The detector: RGB viewport -> dense maps of controls, graphics, text rows and containers.

A plain dense 3x3 + ReLU net (see vision-models.md section 3: the only family that is fast in onnxruntime int8), with
wide context from stride 32 and 64 brought back to stride 16, and sub-cell heads: each stride-16 cell predicts its four
stride-8 sub-cells, so that no large feature map is ever resized. Boxes are log-encoded distances, see encode_distance.

Two choices serve frames that changed a little (docs/decisions/seeing-what-changed.md): nothing wider than one cell comes
after the wide context, since that reaches most of a frame behind any change; and each wide cell says something of its own
to each of its four children (`spread`), since a child of a merely doubled cell could not tell which of the four it is.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from shadow_runtime.decode import MAP_CHANNELS, SUBCELLS


class Widths(NamedTuple):
    """Channels at strides 4, 8, 16, 32, 64, and the side of the convolution that mixes the widest context in."""

    c4: int
    c8: int
    c16: int
    c32: int
    c64: int
    merge: int = 3


WIDTHS = {
    "xxs": Widths(16, 32, 48, 64, 64),
    "xs": Widths(32, 32, 64, 96, 96),
    "light": Widths(32, 32, 64, 96, 48, merge=1),  # of "lean", with a context that costs half: it is computed anew after any change
    "lean": Widths(32, 32, 64, 96, 96),  # of "slim", three quarters of its time
    "slim": Widths(32, 32, 80, 128, 128),  # of "s", without what its wide maps at strides 4 and 8 cost
    "s": Widths(48, 48, 80, 128, 128),
}


def conv(c_in: int, c_out: int, stride: int = 1, side: int = 3) -> nn.Sequential:
    """Convolution (3x3 unless said otherwise), batch norm, ReLU."""
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, side, stride, side // 2, bias=False), nn.BatchNorm2d(c_out), nn.ReLU(inplace=True)
    )


class Residual(nn.Module):
    """Two 3x3 convolutions with an identity skip: trains better than a plain stack, costs one add in int8."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv(channels, channels)
        self.second = nn.Sequential(nn.Conv2d(channels, channels, 3, 1, 1, bias=False), nn.BatchNorm2d(channels))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.second(self.first(x)))


class Stem(nn.Module):
    """4x4 patches to channels. Input (N, H, W/4, 12): the RGB bytes as they lie in memory, viewed four pixels at a time."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv = nn.Conv2d(12, channels, (4, 1), (4, 1), bias=False)
        self.norm = nn.BatchNorm2d(channels)

    def forward(self, packed: Tensor) -> Tensor:
        return functional.relu(self.norm(self.conv(packed.permute(0, 3, 1, 2))))


class Detector(nn.Module):
    """Dense maps of a viewport.

    Input: (N, H, W/4, 12) float, pixel bytes / 255, H and W multiples of 64. Output: dict of MAP_CHANNELS names to
    (N, 4 * channels, H/16, W/16), sub-cells outermost, and for containers (N, channels, H/32, W/32).
    """

    def __init__(self, width: str = "xs") -> None:
        super().__init__()
        c4, c8, c16, c32, c64, merge = WIDTHS[width]
        self.width = width
        self.stem = Stem(c4)
        self.stage8 = nn.Sequential(conv(c4, c8, 2), Residual(c8))
        self.stage16 = nn.Sequential(conv(c8, c16, 2), Residual(c16))
        self.stage32 = nn.Sequential(conv(c16, c32, 2), Residual(c32))
        self.stage64 = nn.Sequential(conv(c32, c64, 2), Residual(c64), Residual(c64))
        self.from64 = nn.Conv2d(c64, SUBCELLS * c32, 1)
        self.merge32 = conv(c32, c32, side=merge)
        self.local16 = Residual(c16)
        self.from32 = nn.Conv2d(c32, SUBCELLS * c16, 1)
        self.mix16 = nn.Sequential(nn.Conv2d(c16, c32, 1, bias=False), nn.BatchNorm2d(c32), nn.ReLU(inplace=True))
        self.heads = nn.ModuleDict()
        for name, channels in MAP_CHANNELS.items():
            container = name.startswith("container")
            out = channels if container else SUBCELLS * channels
            self.heads[name] = nn.Conv2d(c32, out, 1)
        for name in self.heads:
            if name.endswith("heat"):
                nn.init.constant_(self.heads[name].bias, -4.0)

    def forward(self, packed: Tensor) -> dict[str, Tensor]:
        x16 = self.stage16(self.stage8(self.stem(packed)))
        x32 = self.stage32(x16)
        x64 = self.stage64(x32)
        x32 = self.merge32(functional.relu(x32 + spread(self.from64(x64))))
        x16 = self.mix16(functional.relu(self.local16(x16) + spread(self.from32(x32))))
        return {
            name: head(x32 if name.startswith("container") else x16) for name, head in self.heads.items()
        }


class _Spread(torch.autograd.Function):
    """One ONNX operator, DepthToSpace in its block-first order: the runtime does the same with one numpy reshape."""

    @staticmethod
    def forward(ctx: object, cells: Tensor) -> Tensor:
        n, channels, height, width = cells.shape
        blocks = cells.reshape(n, 2, 2, channels // 4, height, width)
        return blocks.permute(0, 3, 4, 1, 5, 2).reshape(n, channels // 4, 2 * height, 2 * width)

    @staticmethod
    def backward(ctx: object, gradient: Tensor) -> Tensor:
        n, channels, height, width = gradient.shape
        blocks = gradient.reshape(n, channels, height // 2, 2, width // 2, 2)
        return blocks.permute(0, 3, 5, 1, 2, 4).reshape(n, 4 * channels, height // 2, width // 2)

    @staticmethod
    def symbolic(graph: object, cells: object) -> object:
        return graph.op("DepthToSpace", cells, blocksize_i=2, mode_s="DCR")  # type: ignore[attr-defined]


def spread(cells: Tensor) -> Tensor:
    """(N, 4 * C, h, w) -> (N, C, 2h, 2w): every cell becomes four, each with channels of its own; row by row, children outermost."""
    return _Spread.apply(cells)


def pack(rgb: Tensor) -> Tensor:
    """(N, H, W, 3) uint8 -> (N, H, W/4, 12) float in 0..1, the layout Stem expects."""
    n, height, width, _ = rgb.shape
    return rgb.reshape(n, height, width // 4, 12).float() / 255.0
