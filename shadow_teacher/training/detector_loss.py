"""The detector's loss: what each output map should have said, weighted to one number."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor
from torch.nn import functional

from shadow_runtime.decode import MAP_CHANNELS, SUBCELLS

WEIGHTS = {"heat": 1.0, "rows": 1.0, "box": 1.0, "iou": 1.0, "row_box": 1.0, "role": 0.6, "state": 0.5, "container": 0.4}

# How much more an example counts in which the state is on: about the root of off to on among the factory's elements
# (`python -m shadow_teacher.pages.census` counts them), at most 4. In the order of records.STATES.
STATE_WEIGHTS = {"checked": 1.2, "disabled": 4.0, "selected": 2.5, "focused": 4.0, "expanded": 1.25, "invalid": 3.5, "placeholder": 1.25}


def unfold(cells: Tensor, channels: int) -> Tensor:
    """(N, 4 * C, h, w) -> (N, C, 2h, 2w), the torch twin of shadow_runtime.decode.unfold."""
    n, _, height, width = cells.shape
    cells = cells.reshape(n, 2, 2, channels, height, width)
    return cells.permute(0, 3, 4, 1, 5, 2).reshape(n, channels, 2 * height, 2 * width)


def center_focal(logits: Tensor, target: Tensor, weight: Tensor) -> Tensor:
    """Penalty-reduced focal loss of CornerNet (arXiv 1808.01244), per positive."""
    p = torch.sigmoid(logits)
    positive = (target >= 0.999).float()
    loss = -positive * (1 - p) ** 2 * functional.logsigmoid(logits)
    loss = loss - (1 - positive) * (1 - target) ** 4 * p**2 * functional.logsigmoid(-logits)
    return (loss * weight).sum() / positive.sum().clamp(min=1.0)


def distances(code: Tensor) -> Tensor:
    return 4.0 * (torch.exp2(code.clamp(0.0, 10.0)) - 1.0)


def giou(code: Tensor, target: Tensor) -> Tensor:
    """1 - GIoU of boxes given as (M, 4) log-encoded distances from the same cell center (arXiv 1902.09630)."""
    a, b = distances(code), distances(target)
    low, high = torch.minimum(a, b), torch.maximum(a, b)
    shared = (low[:, 0] + low[:, 2]) * (low[:, 1] + low[:, 3])
    area_a, area_b = (a[:, 0] + a[:, 2]) * (a[:, 1] + a[:, 3]), (b[:, 0] + b[:, 2]) * (b[:, 1] + b[:, 3])
    union = area_a + area_b - shared
    hull = (high[:, 0] + high[:, 2]) * (high[:, 1] + high[:, 3])
    return 1 - shared / union.clamp(min=1) + (hull - union) / hull.clamp(min=1)


def box_loss(code: Tensor, target: Tensor, weight: Tensor) -> tuple[Tensor, Tensor]:
    """Smooth L1 on the codes and GIoU on the boxes of cells with weight; maps (N, 4, h, w), weight (N, h, w)."""
    chosen = weight > 0
    if not chosen.any():
        zero = code.sum() * 0
        return zero, zero
    code, target, weight = code.permute(0, 2, 3, 1)[chosen], target.permute(0, 2, 3, 1)[chosen], weight[chosen]
    total = weight.sum()
    l1 = (functional.smooth_l1_loss(code, target, beta=0.1, reduction="none").mean(1) * weight).sum() / total
    return l1, (giou(code, target) * weight).sum() / total


def role_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Cross entropy where the role is known; 0 where no cell is."""
    if not (target >= 0).any():
        return logits.sum() * 0
    return functional.cross_entropy(logits, target, ignore_index=-1, label_smoothing=0.02)


def state_loss(logits: Tensor, target: Tensor) -> Tensor:
    """Binary cross entropy where the state is defined; each state weighs the same however rare its role is.

    Most states are off most of the time: "on" weighs STATE_WEIGHTS, so that "never" is no answer. The exported student has
    the logarithm of the weight taken off again (`true_odds`): it must not say more often what it had to learn from less.
    """
    losses = []
    for index, weight_on in enumerate(STATE_WEIGHTS.values()):
        known = target[:, index] >= 0
        if known.any():
            wanted = target[:, index][known].float()
            loss = functional.binary_cross_entropy_with_logits(logits[:, index][known], wanted, reduction="none")
            weight = torch.where(wanted > 0, weight_on, 1.0)
            losses.append((loss * weight).sum() / weight.sum())
    return torch.stack(losses).mean() if losses else logits.sum() * 0


@torch.no_grad()
def true_odds(state_bias: Tensor) -> Tensor:
    """The bias of the state head, (4 * S,) with sub-cells outermost, without what STATE_WEIGHTS added to the log odds."""
    added = torch.tensor(list(STATE_WEIGHTS.values())).log()
    return state_bias - added.repeat(SUBCELLS)


def detector_loss(maps: Mapping[str, Tensor], batch: Mapping[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
    """Total loss and its parts, from the network's output maps and a batch of targets (see targets.Targets)."""
    maps = {name: map_.float() for name, map_ in maps.items()}
    fine = {name: unfold(maps[name], MAP_CHANNELS[name]) for name in MAP_CHANNELS if not name.startswith("container")}
    parts: dict[str, Tensor] = {}
    heat, weight = batch["heat"], batch["heat_weight"]
    parts["heat"] = center_focal(fine["heat"][:, 0], heat[:, 0], weight[:, 0]) + center_focal(
        fine["heat"][:, 1], heat[:, 1], weight[:, 1]
    )
    # Rows have many positives each: count them per row-ish stretch of 6 cells, so that they do not drown the rest.
    parts["rows"] = 3.0 * center_focal(fine["heat"][:, 2], heat[:, 2], weight[:, 2])
    l1, iou = zip(*(
        box_loss(fine["box"][:, 4 * k : 4 * k + 4], batch["box"][:, 4 * k : 4 * k + 4], batch["box_weight"][:, k])
        for k in range(2)
    ), strict=True)
    parts["box"], parts["iou"] = sum(l1), sum(iou)
    row_weight = batch["box_weight"][:, 2]
    row_error = functional.smooth_l1_loss(fine["box"][:, 8:10], batch["box"][:, 8:10], beta=0.05, reduction="none")
    parts["row_box"] = 4.0 * (row_error.mean(1) * row_weight).sum() / row_weight.sum().clamp(min=1)
    parts["role"] = sum(role_loss(fine[f"{name}_role"], batch[f"{name}_role"]) for name in ("control", "graphic", "row"))
    parts["state"] = state_loss(fine["state"], batch["state"])
    c_l1, c_iou = box_loss(maps["container_box"], batch["container_box"], batch["container_box_weight"][:, 0])
    parts["container"] = (
        center_focal(maps["container_heat"], batch["container_heat"], batch["container_heat_weight"])
        + c_l1 + c_iou + role_loss(maps["container_role"], batch["container_role"])
    )
    total = sum(WEIGHTS[name] * value for name, value in parts.items())
    return total, {name: float(value.detach()) for name, value in parts.items()}


def missed(given: Mapping[str, Tensor], wanted: Mapping[str, Tensor]) -> Tensor:
    """The share of another detector's maps that these miss: squared differences over variance, mean of all maps.

    Both as networks/detector.py gives them. Heats count everywhere; what is said of a box, where there is one to say it of.
    """
    shares = []
    for name, maps in wanted.items():
        container = name.startswith("container")
        heat = wanted["container_heat" if container else "heat"]
        weight = torch.ones_like(heat[:, :1]) if name.endswith("heat") else torch.sigmoid(heat).amax(1, keepdim=True)
        weight = weight / (weight.sum() * maps.shape[1]).clamp(min=1e-6)
        spread = (weight * (maps - (weight * maps).sum()).square()).sum()
        shares.append((weight * (given[name] - maps).square()).sum() / spread.clamp(min=1e-6))
    return torch.stack(shares).mean()
