"""Teach the detector what it calls a place (its role) and what state it sees there: new 1x1 heads, all else frozen.

The int8 file's own map of features is read at the places of lessons and at everything that the student sees on replay
pages; the heads are fitted on those few thousand vectors, lessons with a margin, replay held to what was said there before.
Only heads that a lesson speaks to are touched, so boxes, heats, text rows and every other head stay as they are to the bit,
and nothing has to be calibrated anew: activations keep their scales, a head's own weights and range get new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnx
import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional

from shadow_runtime.decode import ALIGN, MAP_CHANNELS, STRIDE, SUBCELLS, ltrb_boxes, peaks, row_cells, unfold_layer
from shadow_runtime.geometry import Box
from shadow_runtime.perceive import DEFAULT_THRESHOLDS
from shadow_runtime.pixels import css_pixels
from shadow_runtime.records import CONTROL_ROLES, GRAPHIC_ROLES, STATES, TEXT_ROLES, Frame
from shadow_runtime.sessions import open_session
from shadow_teacher.networks.heads import Head, HeadError, read_heads, with_source, write_head

from .detector_loss import true_odds
from .tune_grounder import meant

LAYERS = {"control": CONTROL_ROLES, "graphic": GRAPHIC_ROLES, "row": TEXT_ROLES}
ROLE_HEADS = {"control": "control_role", "graphic": "graphic_role", "row": "row_role"}
HEADS = (*ROLE_HEADS.values(), "state")
SHIFTS = tuple((x, y) for y in (0, 5, 8, 13) for x in (0, 5, 8, 13))  # px: where a place falls on the grid of cells is chance
UNSURE = 0.1  # replay holds also what the student half sees
CELLS_A_PAGE = 120  # of a layer
MARGIN_ROLE, MARGIN_STATE = 1.5, 3.0  # log odds that a lesson asks for
LESSON_WEIGHT, HELD, DECAY, STEPS = 6.0, 3000.0, 1e-4, 150


@dataclass(frozen=True, slots=True)
class TaughtLook:
    """What stands at a place. role: of records' leaf roles, "" when not taught; states: those that are taught."""

    frame: Frame
    box: Box
    role: str
    states: dict[str, bool]

    @property
    def layer(self) -> str:
        """Which of the detector's layers has the role; states are the controls' own."""
        return next((layer for layer, roles in LAYERS.items() if self.role in roles), "control")


@dataclass(frozen=True, slots=True)
class Vectors:
    """Cells of the features' map. features: (N, F) float32; sub: (N,) which of a cell's four sub-cells."""

    features: np.ndarray
    sub: np.ndarray


def tune_heads(
    network: Path, checkpoint: Path, looks: Sequence[TaughtLook], replay: Iterable[Frame], out: Path, seed: int = 0, thresholds: Mapping[str, float] = DEFAULT_THRESHOLDS,
) -> dict[str, Any]:  # fmt: skip
    """Write OUT/detector.onnx, and OUT/detector.safetensors where the checkpoint is this network's; returns facts.

    thresholds: of the student, by layer: from when on it sees something.
    Facts name the numbers of looks where the student sees nothing of that layer ("unseen"): no head can be taught there.
    Raises HeadError for a file whose heads cannot be taken out, and where replay shows nothing.
    """
    torch.set_num_threads(1)
    model = onnx.load(str(network))
    heads = read_heads(model, HEADS)
    eyes = FeatureMaps(model, heads["state"].source, network)
    taught = [(number, look, eyes.places(look, thresholds[look.layer])) for number, look in enumerate(looks)]
    unseen = [number for number, _, places in taught if places is None]
    known = [(look, places) for _, look, places in taught if places is not None]
    facts: dict[str, Any] = {"looks": len(looks), "unseen": unseen, "heads": {}}
    floats, why_not = float_heads(checkpoint, heads)
    held = eyes.replay_cells(replay, np.random.default_rng(seed)) if known else {}
    changed: dict[str, tuple[np.ndarray, np.ndarray]] = {}
    for name in HEADS:
        lessons, wanted = _lessons_for(name, known)
        if not len(wanted):
            continue
        layer = next((layer for layer, head in ROLE_HEADS.items() if head == name), "control")
        start = floats.get(name, (heads[name].weight, heads[name].bias))
        if not len(held[layer].sub):
            raise HeadError(f"{name}: nothing is seen on the replay pages that could hold it to what it says")
        weight, bias, told = _fitted(name, start, lessons, wanted, held[layer])
        changed[name] = weight, bias
        said = np.concatenate([_outputs(weight, bias, vectors) for vectors in (lessons, held[layer])])
        write_head(model, name, weight, bias, (float(said.min()), float(said.max())))
        facts["heads"][name] = told
    if not changed:
        return facts
    onnx.save(model, str(out / "detector.onnx"))
    facts["checkpoint"] = why_not or _write_checkpoint(checkpoint, out / "detector.safetensors", changed)
    if why_not:
        (out / "detector.safetensors").unlink(missing_ok=True)  # a checkpoint that does not say what the network says misleads
    return facts


class FeatureMaps:
    """The int8 detector with the map that its heads read laid open."""

    def __init__(self, model: onnx.ModelProto, source: str, path: Path) -> None:
        self._session = open_session(with_source(model, source), path)
        self._names = [output.name for output in self._session.get_outputs()]

    def run(self, rgb: np.ndarray) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Maps by name, (C, h, w) each, and the features, (F, h, w). rgb: (H, W, 3) uint8 at one pixel per CSS pixel."""
        height, width = (-(-side // ALIGN) * ALIGN for side in rgb.shape[:2])
        padded = np.zeros((1, height, width, 3), np.uint8)
        padded[0, : rgb.shape[0], : rgb.shape[1]] = rgb
        values = self._session.run(None, {self._session.get_inputs()[0].name: padded.reshape(1, height, width // 4, 12)})
        *maps, features = (value[0] for value in values)
        return dict(zip(self._names, maps, strict=False)), features

    def places(self, look: TaughtLook, threshold: float) -> Vectors | None:
        """The sub-cells that speak for a taught place, wherever it falls on the grid; None where the student sees nothing there."""
        rgb, found = css_pixels(look.frame), []
        for dx, dy in SHIFTS:
            moved = cv2.copyMakeBorder(rgb, dy, 0, dx, 0, cv2.BORDER_REPLICATE)
            maps, features = self.run(moved)
            box = Box(look.box.x + dx, look.box.y + dy, look.box.width, look.box.height)
            ys, xs = speaking_cells(maps, look.layer, box, threshold)
            if len(ys) == 0 and (dx, dy) == (0, 0):
                return None
            found.append((features, ys, xs))
        return _gathered(found)

    def replay_cells(self, frames: Iterable[Frame], rng: np.random.Generator) -> dict[str, Vectors]:
        """Layer -> sub-cells of what the student sees, or half sees, on these frames."""
        found: dict[str, list] = {layer: [] for layer in LAYERS}
        for frame in frames:
            maps, features = self.run(css_pixels(frame))
            for layer in LAYERS:
                ys, xs = layer_cells(maps, layer, UNSURE)[:2]
                chosen = rng.permutation(len(ys))[:CELLS_A_PAGE]
                found[layer].append((features, ys[chosen], xs[chosen]))
        return {layer: _gathered(parts) for layer, parts in found.items()}


def layer_cells(maps: dict[str, np.ndarray], layer: str, threshold: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """ys, xs, scores of the sub-cells whose roles are read off when a layer is decoded."""
    heat = unfold_layer(maps["heat"], MAP_CHANNELS["heat"], list(LAYERS).index(layer))
    return row_cells(heat, threshold) if layer == "row" else peaks(heat, threshold, 10**6)


def speaking_cells(maps: dict[str, np.ndarray], layer: str, box: Box, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Of these, the ones that would be taken for what stands in a box, and the cell under its center beside them; none when none."""
    ys, xs, _ = layer_cells(maps, layer, threshold)
    if layer == "row":
        chosen = np.array([box.x <= (x + 0.5) * STRIDE <= box.right and box.y <= (y + 0.5) * STRIDE <= box.bottom for y, x in zip(ys, xs, strict=True)], bool)
    else:
        first = 4 * list(LAYERS).index(layer)
        cells = maps["box"].reshape(SUBCELLS, MAP_CHANNELS["box"], *maps["box"].shape[1:])
        codes = cells[ys % 2 * 2 + xs % 2, :, ys // 2, xs // 2][:, first : first + 4]
        corners = ltrb_boxes(codes, ys, xs, STRIDE)
        chosen = np.array([meant(Box(x1, y1, x2 - x1, y2 - y1), box) for x1, y1, x2, y2 in corners.tolist()], bool)
    if not chosen.any():
        return ys[:0], xs[:0]
    x, y = box.center
    rows, columns = 2 * maps["heat"].shape[1], 2 * maps["heat"].shape[2]
    middle = min(max(int(y // STRIDE), 0), rows - 1), min(max(int(x // STRIDE), 0), columns - 1)
    cells_found = dict.fromkeys([*zip(ys[chosen].tolist(), xs[chosen].tolist(), strict=True), middle])
    return np.array([cell[0] for cell in cells_found]), np.array([cell[1] for cell in cells_found])


def float_heads(checkpoint: Path, heads: dict[str, Head]) -> tuple[dict[str, tuple[np.ndarray, np.ndarray]], str]:
    """The float weights of the heads as the file would compute them, and "", or nothing and why the checkpoint is not this network's."""
    if not checkpoint.is_file():
        return {}, "there is no float checkpoint: the int8 heads alone were fitted"
    state, found = load_file(checkpoint), {}
    for name, head in heads.items():
        weight, bias = state.get(f"heads.{name}.weight"), state.get(f"heads.{name}.bias")
        if weight is None or bias is None or weight.shape != (*head.weight.shape, 1, 1):
            return {}, f"not this network's checkpoint: its {name} is {None if weight is None else tuple(weight.shape)}, the network's {head.weight.shape}"
        exact = weight[:, :, 0, 0].float().numpy(), (true_odds(bias) if name == "state" else bias).float().numpy()
        step = np.maximum(np.abs(head.weight).max(1), 1e-6) / 127
        if (np.abs(exact[0] - head.weight) > 1.01 * step[:, None]).any():
            return {}, f"not this network's checkpoint: its {name} differs by more than int8 rounding"
        found[name] = exact
    return found, ""


def heads_parity(checkpoint: Path, network: Path, frames: Iterable[Frame]) -> float:
    """Share of what is said where the student sees something that the float heads and the int8 file say alike."""
    model = onnx.load(str(network))
    heads = read_heads(model, HEADS)
    floats, why_not = float_heads(checkpoint, heads)
    if why_not:
        return 0.0
    eyes, alike = FeatureMaps(model, heads["state"].source, network), []
    for frame in frames:
        maps, features = eyes.run(css_pixels(frame))
        for layer, name in (*ROLE_HEADS.items(), ("control", "state")):
            ys, xs = layer_cells(maps, layer, DEFAULT_THRESHOLDS[layer])[:2]
            vectors = _gathered([(features, ys, xs)])
            exact = _outputs(*floats[name], vectors).reshape(len(ys), SUBCELLS, MAP_CHANNELS[name])[np.arange(len(ys)), vectors.sub]
            quick = maps[name].reshape(SUBCELLS, MAP_CHANNELS[name], *maps[name].shape[1:])[vectors.sub, :, ys // 2, xs // 2]
            alike += ((exact > 0) == (quick > 0)).mean(1).tolist() if name == "state" else (exact.argmax(1) == quick.argmax(1)).tolist()
    return float(np.mean(alike)) if alike else 1.0


def _write_checkpoint(source: Path, target: Path, changed: dict[str, tuple[np.ndarray, np.ndarray]]) -> str:
    state = load_file(source)
    with safe_open(source, "pt") as file:
        metadata = file.metadata()
    for name, (weight, bias) in changed.items():
        odds = torch.from_numpy(bias)
        if name == "state":  # training weighs "on" higher; the export takes that off again
            odds = odds + (odds - true_odds(odds))
        state[f"heads.{name}.weight"] = torch.from_numpy(weight)[:, :, None, None].contiguous()
        state[f"heads.{name}.bias"] = odds.contiguous()
    save_file(state, target, metadata=metadata)
    return "written"


def _lessons_for(name: str, known: Sequence[tuple[TaughtLook, Vectors]]) -> tuple[Vectors, np.ndarray]:
    """The vectors that speak to a head, and what it should say: (N,) roles, or (N, S) states of 1, 0 and -1 (not taught)."""
    parts, wanted = [], []
    for look, vectors in known:
        if name == "state":
            if look.states and look.layer == "control":
                parts.append(vectors)
                wanted += [[-1 if look.states.get(state) is None else int(look.states[state]) for state in STATES]] * len(vectors.sub)
        elif look.role and ROLE_HEADS[look.layer] == name:
            parts.append(vectors)
            wanted += [LAYERS[look.layer].index(look.role)] * len(vectors.sub)
    if not parts:
        return Vectors(np.zeros((0, 0), np.float32), np.zeros(0, np.int64)), np.zeros(0, np.int64)
    return Vectors(np.concatenate([p.features for p in parts]), np.concatenate([p.sub for p in parts])), np.array(wanted, np.int64)


def _fitted(name: str, start: tuple[np.ndarray, np.ndarray], lessons: Vectors, wanted: np.ndarray, held: Vectors) -> tuple[np.ndarray, np.ndarray, dict[str, Any]]:
    """New weight and bias of a head: the least change that gives every lesson its margin and leaves replay's answers."""
    old_weight, old_bias = (torch.from_numpy(np.ascontiguousarray(part)) for part in start)
    channels = len(old_bias) // SUBCELLS
    everything = np.concatenate([lessons.features, held.features])
    spread = torch.from_numpy(np.maximum(everything.std(0), 0.05 * everything.std() + 1e-6).astype(np.float32))
    turn = torch.zeros(SUBCELLS * channels, old_weight.shape[1], requires_grad=True)  # in units of each feature's spread
    lift = torch.zeros(SUBCELLS * channels, requires_grad=True)
    new, kept = (_tensors(vectors) for vectors in (lessons, held))
    target = torch.from_numpy(wanted)
    with torch.no_grad():
        before = _logits(old_weight, old_bias, kept, channels)

    def loss() -> Tensor:
        weight, bias = old_weight + turn / spread, old_bias + lift
        said = _logits(weight, bias, new, channels)
        now = _logits(weight, bias, kept, channels)
        if name == "state":
            short = torch.where(target > 0, MARGIN_STATE - said, said + MARGIN_STATE).clamp(min=0)
            missed = (short**2)[target >= 0].mean()
            moved = functional.binary_cross_entropy_with_logits(now, torch.sigmoid(before)) - functional.binary_cross_entropy_with_logits(before, torch.sigmoid(before))
        else:
            right = said.gather(1, target[:, None])
            others = said.scatter(1, target[:, None], float("-inf")).max(1, keepdim=True).values
            missed = ((MARGIN_ROLE - (right - others)).clamp(min=0) ** 2).mean()
            moved = functional.kl_div(functional.log_softmax(now, 1), functional.log_softmax(before, 1), log_target=True, reduction="batchmean")
        return LESSON_WEIGHT * missed + HELD * moved + DECAY * ((turn**2).sum() + (lift**2).sum())

    optimizer = torch.optim.LBFGS([turn, lift], max_iter=STEPS, history_size=20, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    optimizer.step(closure)
    with torch.no_grad():
        weight, bias = old_weight + turn / spread, old_bias + lift
        said, now = _logits(weight, bias, new, channels), _logits(weight, bias, kept, channels)
        if name == "state":
            right, same = ((said > 0) == (target > 0))[target >= 0], (now > 0) == (before > 0)
        else:
            right, same = said.argmax(1) == target, now.argmax(1) == before.argmax(1)
    told = {"vectors": len(target), "right": round(float(right.float().mean()), 4), "replay_vectors": len(before), "replay_same": round(float(same.float().mean()), 4)}
    return weight.numpy().copy(), bias.numpy().copy(), told


def _gathered(parts: Sequence[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Vectors:
    if not parts:
        return Vectors(np.zeros((0, 0), np.float32), np.zeros(0, np.int64))
    features = [features[:, ys // 2, xs // 2].T for features, ys, xs in parts]
    sub = [ys % 2 * 2 + xs % 2 for _, ys, xs in parts]
    return Vectors(np.concatenate(features).astype(np.float32), np.concatenate(sub).astype(np.int64))


def _tensors(vectors: Vectors) -> tuple[Tensor, Tensor]:
    return torch.from_numpy(vectors.features), torch.from_numpy(vectors.sub)


def _logits(weight: Tensor, bias: Tensor, vectors: tuple[Tensor, Tensor], channels: int) -> Tensor:
    """(N, channels): what a head says at each vector's own sub-cell."""
    features, sub = vectors
    everything = (features @ weight.T + bias).reshape(len(features), SUBCELLS, channels)
    return everything[torch.arange(len(features)), sub]


def _outputs(weight: np.ndarray, bias: np.ndarray, vectors: Vectors) -> np.ndarray:
    return vectors.features @ weight.T + bias


__all__ = ["HEADS", "HeadError", "TaughtLook", "heads_parity", "tune_heads"]
