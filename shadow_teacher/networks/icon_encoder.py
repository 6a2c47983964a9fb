"""The icon encoder: 32x32 ink -> a vector in the space of the text table."""

from __future__ import annotations

from torch import Tensor, nn

from shadow_runtime.icons import DIMENSIONS

from .detector import conv


class IconNet(nn.Module):
    """(N, 16, 16, 4) packed ink in 0..1 -> (N, 128), not normalized."""

    def __init__(self) -> None:
        super().__init__()
        self.trunk = nn.Sequential(conv(4, 32), conv(32, 64), conv(64, 96, 2), conv(96, 128, 2), conv(128, 160))
        self.out = nn.Conv2d(160, DIMENSIONS, 4)  # sees where things are: an arrow's direction survives, unlike with pooling

    def forward(self, packed: Tensor) -> Tensor:
        return self.out(self.trunk(packed.permute(0, 3, 1, 2))).flatten(1)
