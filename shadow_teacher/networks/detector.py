"""The detector: RGB viewport -> dense maps of controls, graphics, text rows and containers.

A plain dense 3x3 + ReLU net (see vision-models.md section 3: the only family that is fast in onnxruntime int8), with
wide context from stride 32 and 64 brought back to stride 16, and sub-cell heads: each stride-16 cell predicts its four
stride-8 sub-cells, so that no large feature map is ever resized. Boxes are log-encoded distances, see encode_distance.
"""

from __future__ import annotations

from torch import Tensor, nn
from torch.nn import functional

from shadow_runtime.decode import MAP_CHANNELS, SUBCELLS

WIDTHS = {
    "xxs": (16, 32, 48, 64, 64),
    "xs": (32, 32, 64, 96, 96),
    "s": (32, 48, 80, 128, 128),
}


def conv(c_in: int, c_out: int, stride: int = 1) -> nn.Sequential:
    """3x3 convolution, batch norm, ReLU."""
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, 3, stride, 1, bias=False), nn.BatchNorm2d(c_out), nn.ReLU(inplace=True)
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
        c4, c8, c16, c32, c64 = WIDTHS[width]
        self.width = width
        self.stem = Stem(c4)
        self.stage4 = conv(c4, c4)
        self.stage8 = nn.Sequential(conv(c4, c8, 2), Residual(c8))
        self.stage16 = nn.Sequential(conv(c8, c16, 2), Residual(c16))
        self.stage32 = nn.Sequential(conv(c16, c32, 2), Residual(c32))
        self.stage64 = nn.Sequential(conv(c32, c64, 2), Residual(c64), Residual(c64))
        self.from64 = nn.Conv2d(c64, c32, 1)
        self.merge32 = conv(c32, c32)
        self.from32 = nn.Conv2d(c32, c16, 1)
        self.merge16 = nn.Sequential(conv(c16, c16), conv(c16, c16))
        self.heads = nn.ModuleDict()
        for name, channels in MAP_CHANNELS.items():
            container = name.startswith("container")
            out = channels if container else SUBCELLS * channels
            self.heads[name] = nn.Conv2d(c32 if container else c16, out, 1)
        for name in self.heads:
            if name.endswith("heat"):
                nn.init.constant_(self.heads[name].bias, -4.0)

    def forward(self, packed: Tensor) -> dict[str, Tensor]:
        x8 = self.stage8(self.stage4(self.stem(packed)))
        x16 = self.stage16(x8)
        x32 = self.stage32(x16)
        x64 = self.stage64(x32)
        x32 = self.merge32(functional.relu(x32 + up(self.from64(x64))))
        x16 = self.merge16(functional.relu(x16 + up(self.from32(x32))))
        return {
            name: head(x32 if name.startswith("container") else x16) for name, head in self.heads.items()
        }


def up(x: Tensor) -> Tensor:
    return functional.interpolate(x, scale_factor=2.0, mode="nearest")


def pack(rgb: Tensor) -> Tensor:
    """(N, H, W, 3) uint8 -> (N, H, W/4, 12) float in 0..1, the layout Stem expects."""
    n, height, width, _ = rgb.shape
    return rgb.reshape(n, height, width // 4, 12).float() / 255.0
