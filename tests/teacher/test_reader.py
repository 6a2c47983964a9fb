"""The reader's training path on drawn rows: packing, targets, a few steps of training, int8 export."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from shadow_runtime.charset import CHARSET  # noqa: E402
from shadow_runtime.geometry import Box  # noqa: E402
from shadow_runtime.read import STEP, best_path, normalize_row  # noqa: E402
from shadow_runtime.records import TextRow  # noqa: E402
from shadow_teacher.networks.reader import CLASSES, ReaderNet  # noqa: E402
from shadow_teacher.training.evaluate_reader import Case, confidence_table, figures, labelled_rows, style_figures  # noqa: E402
from shadow_teacher.training.reader_data import INDEX_OF, UNDECIDED, PackedRows, make_batch, pack_rows, step_targets  # noqa: E402
from shadow_teacher.training.train_reader import distance_to  # noqa: E402
from shadow_teacher.training.train_reader import main as train  # noqa: E402

TEXTS = ("Save", "Cancel", "Hello", "12:30")


def draw_page(folder: Path, name: str, scale: int = 1) -> dict:
    """A labelled page with one drawn word a line; boxes are in CSS px, pixels in device px."""
    rgb = np.full((240 * scale, 320 * scale, 3), 255, np.uint8)
    rows = []
    for number, text in enumerate(TEXTS):
        y = 20 + 50 * number
        (width, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.6 * scale, scale)
        cv2.putText(rgb, text, (20 * scale, (y + 16) * scale), cv2.FONT_HERSHEY_SIMPLEX, 0.6 * scale, (0, 0, 0), scale, cv2.LINE_AA)
        edges = np.linspace(20, 20 + width / scale, len(text) + 1).tolist()
        rows.append({"box": [20, y, width / scale, 20], "text": text, "char_x": edges, "element": 0, "font_size": 16, "bold": False,
                     "italic": False, "underline": False, "strike": False, "color": [0, 0, 0], "background": [255, 255, 255], "readable": number != 3})
    page = {"format": 1, "name": name, "framework": "drawn", "width": 320, "height": 240, "scale": scale, "elements": [], "rows": rows}
    cv2.imwrite(str(folder / f"{name}.png"), rgb)
    (folder / f"{name}.json").write_text(json.dumps(page))
    return page


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    pages = tmp_path / "pages"
    pages.mkdir()
    draw_page(pages, "sheet-000000")
    draw_page(pages, "page-000001", scale=2)
    assert pack_rows([pages], tmp_path / "rows") == 6  # unreadable rows stay out
    return tmp_path / "rows"


def test_packing_twice_adds_nothing(packed: Path) -> None:
    assert pack_rows([packed.parent / "pages"], packed) == 6


def test_packed_crops_hold_the_ink_of_their_row(packed: Path) -> None:
    rows = PackedRows(packed)
    for number in range(len(rows)):
        crop, entry = rows.crop(number)
        x1, y1, x2, y2 = (round(side) for side in entry["box"])
        assert crop[y1:y2, x1:x2].min() < 120
        assert crop[:, : x1 - 1].min() == 255  # and nothing left of its first glyph
        assert entry["char_x"][0] == pytest.approx(entry["box"][0], abs=0.2)


def test_step_targets_put_each_character_at_its_place_and_a_blank_between_twins(packed: Path) -> None:
    rows = PackedRows(packed)
    number = next(n for n, entry in enumerate(rows.entries) if entry["text"] == "Hello")
    crop, entry = rows.crop(number)
    strip = normalize_row(crop, *entry["box"])
    assert strip is not None
    targets = step_targets(entry, strip, -(-strip.ink.shape[1] // STEP))
    said = [int(c) for c in targets if c not in (0, UNDECIDED)]
    assert "".join(CHARSET[c - 1] for c in said) == "Hello"
    first, second = np.flatnonzero(targets == INDEX_OF["l"])
    assert (targets[first:second] == 0).any()


def test_network_says_one_class_a_step() -> None:
    net = ReaderNet().eval()
    logits, style = net(torch.zeros(2, 12, 48, 4))
    assert logits.shape == (2, 48, CLASSES)
    assert style.shape == (2, 48, 3)
    assert len(CHARSET) < CLASSES
    assert CLASSES % 16 == 0


def test_padding_a_strip_on_the_right_changes_no_step_far_from_it() -> None:
    torch.manual_seed(0)
    net = ReaderNet().eval()
    strip = torch.rand(1, 12, 64, 4)
    wide = torch.cat([strip, torch.zeros(1, 12, 32, 4)], dim=2)
    assert torch.allclose(net(strip)[0][:, :40], net(wide)[0][:, :40], atol=1e-4)


def test_training_learns_the_drawn_rows_and_resumes(packed: Path, tmp_path: Path) -> None:
    out = tmp_path / "reader"
    arguments = ["--packed", str(packed), "--out", str(out), "--workers", "0", "--columns", "1500"]
    train([*arguments, "--steps", "2"])
    assert torch.load(out / "last.pt", weights_only=True)["step"] == 2
    before = loss_of(out, packed)
    train([*arguments, "--steps", "30"])
    assert torch.load(out / "last.pt", weights_only=True)["step"] == 30
    assert loss_of(out, packed) < 0.6 * before


def test_a_reader_learns_to_say_what_its_teacher_says(packed: Path, tmp_path: Path) -> None:
    from shadow_teacher.networks.export import open_session

    models = Path(__file__).parents[2] / "models"
    published = models / (models / "current").read_text().strip() / "reader.onnx"
    batch, out, gaps = batch_of(packed), tmp_path / "reader", []
    for steps in (2, 30):
        train(["--packed", str(packed), "--out", str(out), "--workers", "0", "--columns", "1500", "--steps", str(steps), "--teacher", str(published)])
        with torch.no_grad():
            gaps.append(float(distance_to(open_session(published), *trained(out)(batch["packed"].float() / 255), batch)))
    assert gaps[1] < 0.7 * gaps[0]


def test_the_distance_to_a_teacher_is_least_where_both_say_the_same() -> None:
    class Teacher:
        def run(self, _names: list[str], _feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
            return [said.numpy(), look.numpy()]

    torch.manual_seed(0)
    said, look = 4 * torch.randn(2, 8, CLASSES), torch.randn(2, 8, 3)
    batch = {"packed": torch.zeros(2, 12, 8, 4, dtype=torch.uint8), "lengths": torch.tensor([8, 5])}
    same = distance_to(Teacher(), said, look, batch)
    other = said.clone()
    other[1, 5:] = 0.0  # padding: nobody asks what is said there
    assert float(distance_to(Teacher(), other, look, batch)) == pytest.approx(float(same))
    other[0, 0] = 0.0
    assert float(distance_to(Teacher(), other, look, batch)) > float(same) + 0.01


def trained(out: Path) -> ReaderNet:
    """The checkpoint's network, with batch statistics: thirty steps are too few for running ones."""
    net = ReaderNet()
    net.load_state_dict(torch.load(out / "last.pt", weights_only=True)["model"])
    return net.train()


def batch_of(packed: Path) -> dict[str, torch.Tensor]:
    rows, pairs = PackedRows(packed), []
    for number in range(len(rows)):
        crop, entry = rows.crop(number)
        pairs.append((normalize_row(crop, *entry["box"]), entry))
    return make_batch(pairs)


def loss_of(out: Path, packed: Path) -> float:
    """Mean CTC loss a character of the checkpoint on the packed rows."""
    batch = batch_of(packed)
    with torch.no_grad():
        log_probs = trained(out)(batch["packed"].float() / 255)[0].log_softmax(2)
    return float(torch.nn.functional.ctc_loss(log_probs.transpose(0, 1), batch["classes"], batch["lengths"], batch["sizes"], zero_infinity=True))


def test_int8_export_keeps_no_float_convolution_and_agrees(packed: Path, tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime.quantization")
    from safetensors.torch import save_file

    from shadow_teacher.networks.export import run_onnx
    from shadow_teacher.training.export_student import export_reader

    torch.manual_seed(0)
    weights, out = tmp_path / "reader.safetensors", tmp_path / "out"
    save_file(ReaderNet().state_dict(), weights)
    out.mkdir()
    report = export_reader(weights, packed, out)  # raises where a convolution stays in float
    assert report["operators"]["QLinearConv"] >= 8
    assert report["float_parity_max"] < 1e-3
    crop, entry = PackedRows(packed).crop(0)
    strip = normalize_row(crop, *entry["box"])
    assert strip is not None
    from shadow_runtime.read import pack_strip

    feed = {"strip": pack_strip(strip.ink)[None]}
    floats, ints = run_onnx(out / "reader_float.onnx", feed), run_onnx(out / "reader.onnx", feed)
    assert np.corrcoef(floats[0].ravel(), ints[0].ravel())[0, 1] > 0.98
    assert best_path(ints[0][0], ints[1][0], CHARSET).confidence >= 0


def test_figures_count_what_was_read() -> None:
    def case(truth: str, read: str, confidence: float, bold: bool = False) -> Case:
        row = TextRow(box=Box(0, 0, 10, 10), text=read, confidence=confidence, char_x=np.zeros(2, np.float32), bold=0.9)
        return Case("drawn", {"font_size": 14, "bold": bold, "italic": False, "underline": False}, truth, row, np.zeros((1, 1, 3), np.uint8))

    cases = [case("Save all", "Save all", 0.97, bold=True), case("IO", "l0", 0.4), case("one two", "one too", 0.1)]
    assert figures(cases) == {"rows": 3, "exact": 0.3333, "folded": 0.6667, "word": 0.6, "cer": round(3 / 17, 4)}
    assert style_figures(cases)["bold"] == {"rows": 1, "recall": 1.0, "precision": 0.3333}
    assert [line["exact"] for line in confidence_table(cases)] == [0.0, 0.0, 1.0]


def test_only_readable_rows_in_the_alphabet_are_asked_for(tmp_path: Path) -> None:
    page = draw_page(tmp_path, "page")
    page["rows"][0]["text"] = "\u4fdd\u5b58"
    assert [text for _, text in labelled_rows(page)] == ["Cancel", "Hello"]
