"""The picture of a training run shows every loss that was logged."""

from pathlib import Path

from shadow_teacher.training.curve import draw_curve, log_losses


def test_every_loss_is_drawn(tmp_path: Path) -> None:
    path = tmp_path / "curve.jsonl"
    for step in (50, 100, 150):
        log_losses(path, {"step": step, "seconds": step / 2, "loss": 4.0 - step / 100, "heat": 1.0})
    picture = draw_curve(path).read_text()
    assert picture.count("<polyline") == 2
    assert "loss 2.500" in picture
    assert "heat 1.000" in picture
    assert "seconds" not in picture


def test_an_empty_run_has_an_empty_picture(tmp_path: Path) -> None:
    (tmp_path / "curve.jsonl").write_text("")
    assert "<polyline" not in draw_curve(tmp_path / "curve.jsonl").read_text()
