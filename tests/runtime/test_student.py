"""A student is verified before anything in it is used; each kind of damage names its file and its reason."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from tiny_student import entry, read_manifest, tiny_network, write_manifest, write_tiny_student

from shadow_runtime import sessions
from shadow_runtime import student as student_module
from shadow_runtime.errors import StudentError
from shadow_runtime.student import Student
from shadow_runtime.vet_onnx import vet_onnx


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_tiny_student(tmp_path / "models")


def test_loads_runs_and_gives_tables(folder: Path) -> None:
    student = Student.load(folder)
    x = np.array([[1, -2, 3, 0.5]], np.float32)
    weights = onnx.numpy_helper.to_array(tiny_network(0).graph.initializer[0])
    assert student.id == "student-0001"
    np.testing.assert_allclose(student.session("detector").run(None, {"x": x})[0], np.maximum(x @ weights, 0), rtol=1e-5)
    assert student.session("detector") is student.session("detector")
    np.testing.assert_array_equal(student.arrays("text_table")["rows"], np.arange(12).reshape(3, 4))


def test_networks_run_on_one_thread(folder: Path) -> None:
    options = Student.load(folder).session("reader").get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
    assert options.get_session_config_entry("session.intra_op.allow_spinning") == "0"


@pytest.mark.parametrize("dot_products", [True, False])
def test_wider_sums_where_products_could_overflow(folder: Path, monkeypatch: pytest.MonkeyPatch, dot_products: bool) -> None:
    monkeypatch.setattr(sessions, "has_dot_products", lambda: dot_products)
    options = Student.load(folder).session("reader").get_session_options()
    try:
        asked = options.get_session_config_entry("session.x64quantprecision") == "1"
    except RuntimeError:  # how onnxruntime says that an entry was never made
        asked = False
    assert asked is not dot_products


@pytest.mark.parametrize(
    ("machine", "flags", "expected"),
    [("x86_64", "fma avx2 avx512_vnni", True), ("AMD64", "fma avx2 avx_vnni", True), ("x86_64", "fma avx2 avx512f", False), ("x86_64", None, False), ("arm64", None, True)],
)
def test_dot_products_are_read_off_the_processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, machine: str, flags: str | None, expected: bool) -> None:
    monkeypatch.setattr(sessions.platform, "machine", lambda: machine)
    if flags is not None:
        (tmp_path / "cpuinfo").write_text(f"flags : {flags}\n")
    assert sessions.has_dot_products(tmp_path / "cpuinfo") is expected


def test_wider_sums_see_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The branch for processors without dot products, forced: the same bytes of every map."""
    rgb = np.random.default_rng(0).choice(np.array([0, 255], np.uint8), (64, 128, 3))
    fast = Student.load().detector
    fast.look(rgb)
    monkeypatch.setattr(sessions, "has_dot_products", lambda: False)
    careful = Student.load().detector
    careful.look(rgb)
    for name, expected in fast.kept.items():
        np.testing.assert_array_equal(careful.kept[name], expected, err_msg=name)


def test_manifest_is_read_only(folder: Path) -> None:
    manifest = Student.load(folder).manifest
    with pytest.raises(TypeError):
        manifest["id"] = "other"
    with pytest.raises(TypeError):
        manifest["thresholds"]["detector"]["control"] = 0.0


def test_a_folder_of_students_means_its_current_one(folder: Path) -> None:
    write_tiny_student_next_to(folder, "student-0002")
    assert Student.load(folder.parent).id == "student-0002"


def write_tiny_student_next_to(folder: Path, student_id: str) -> None:
    other = write_tiny_student(folder.parent / "other", student_id)
    other.rename(folder.parent / student_id)
    (folder.parent / "current").write_text(student_id)


def test_bundled_and_by_id(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(student_module, "models_folder", lambda: folder.parent)
    assert Student.load().id == Student.load("student-0001").id == "student-0001"
    with pytest.raises(StudentError, match=r"student-0042.*student-0001"):
        Student.load("student-0042")


def test_loading_opens_no_socket(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the runtime touched the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    Student.load(folder).session("detector")


def missing_file(folder: Path) -> None:
    (folder / "reader.onnx").unlink()


def truncated_file(folder: Path) -> None:
    path = folder / "reader.onnx"
    path.write_bytes(path.read_bytes()[:-7])


def flipped_bit(folder: Path) -> None:
    path = folder / "reader.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def wrong_hash_in_manifest(folder: Path) -> None:
    manifest = read_manifest(folder)
    manifest["files"]["text_table"]["sha256"] = "0" * 64
    write_manifest(folder, manifest)


def replaced_by_text(folder: Path) -> None:
    replace_reader(folder, b"<html>404 not found</html>")


def torn_but_hashed(folder: Path) -> None:
    replace_reader(folder, tiny_network().SerializeToString()[:-40])


def weights_outside(folder: Path) -> None:
    model = tiny_network()
    tensor = model.graph.initializer[0]
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.external_data.add(key="location", value="../../secrets.bin")
    replace_reader(folder, model.SerializeToString())


def foreign_operators(folder: Path) -> None:
    replace_reader(folder, tiny_network(domain="evil.example").SerializeToString())


def replace_reader(folder: Path, data: bytes) -> None:
    (folder / "reader.onnx").write_bytes(data)
    manifest = read_manifest(folder)
    manifest["files"]["reader"] = entry(folder / "reader.onnx")
    write_manifest(folder, manifest)


def missing_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def torn_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:50])


def binary_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_bytes(b"\xff\xfe\x00\x01")


def next_format(folder: Path) -> None:
    write_manifest(folder, {**read_manifest(folder), "format": 2})


def manifest_is_a_list(folder: Path) -> None:
    (folder / "manifest.json").write_text("[1, 2]")


def other_roles(folder: Path) -> None:
    manifest = read_manifest(folder)
    manifest["roles"]["control"].reverse()
    write_manifest(folder, manifest)


def path_out_of_the_folder(folder: Path) -> None:
    manifest = read_manifest(folder)
    manifest["files"]["reader"]["path"] = "../reader.onnx"
    write_manifest(folder, manifest)


def field_left_out(folder: Path) -> None:
    manifest = read_manifest(folder)
    del manifest["files"]
    write_manifest(folder, manifest)


@pytest.mark.parametrize(
    ("damage", "file", "reason"),
    [
        (missing_file, "reader.onnx", "missing"),
        (truncated_file, "reader.onnx", "truncated"),
        (flipped_bit, "reader.onnx", "damaged or changed"),
        (wrong_hash_in_manifest, "text_table.npz", "damaged or changed"),
        (replaced_by_text, "reader.onnx", "not an ONNX file"),
        (torn_but_hashed, "reader.onnx", "not an ONNX file"),
        (weights_outside, "reader.onnx", "external data"),
        (foreign_operators, "reader.onnx", "evil.example"),
        (missing_manifest, "manifest.json", "missing"),
        (torn_manifest, "manifest.json", "not valid JSON"),
        (binary_manifest, "manifest.json", "not valid JSON"),
        (next_format, "manifest.json", "format 2"),
        (manifest_is_a_list, "manifest.json", "format None"),
        (other_roles, "manifest.json", "control roles"),
        (path_out_of_the_folder, "manifest.json", "files.reader.path"),
        (field_left_out, "manifest.json", "files: Field required"),
    ],
)
def test_damage_is_named(folder: Path, damage: Callable[[Path], None], file: str, reason: str) -> None:
    damage(folder)
    with pytest.raises(StudentError) as caught:
        Student.load(folder)
    assert file in str(caught.value)
    assert reason in str(caught.value)


def test_network_onnxruntime_refuses(folder: Path) -> None:
    model = tiny_network()
    model.graph.node[1].op_type = "NoSuchOperator"
    replace_reader(folder, model.SerializeToString())
    student = Student.load(folder)
    with pytest.raises(StudentError, match=r"reader\.onnx: onnxruntime .* cannot run it"):
        student.session("reader")


def test_pickled_table_is_refused(folder: Path) -> None:
    np.savez(folder / "text_table.npz", rows=np.array([{"a": 1}], object))
    manifest = read_manifest(folder)
    manifest["files"]["text_table"] = entry(folder / "text_table.npz")
    write_manifest(folder, manifest)
    with pytest.raises(StudentError, match=r"text_table\.npz: not a readable table"):
        Student.load(folder).arrays("text_table")


def test_what_is_not_there_and_what_is_closed(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(StudentError, match="no student at"):
        Student.load(tmp_path / "nowhere")
    student = Student.load(folder)
    with pytest.raises(StudentError, match="has no icons; it carries detector, reader, text_table"):
        student.session("icons")
    student.session("detector")
    student.close()
    with pytest.raises(StudentError, match="closed"):
        student.session("detector")


@pytest.mark.parametrize("content", ["student-9999", "../..", ""])
def test_current_that_names_nothing(folder: Path, content: str) -> None:
    (folder.parent / "current").write_text(content)
    with pytest.raises(StudentError, match=r"current.*there: student-0001"):
        Student.load(folder.parent)


def test_files_changed_after_loading_do_not_matter(folder: Path) -> None:
    student = Student.load(folder)
    (folder / "detector.onnx").write_bytes(b"changed under our feet")
    assert student.session("detector").get_inputs()[0].name == "x"


def test_cutting_a_network_anywhere_is_noticed_or_harmless() -> None:
    data = tiny_network().SerializeToString()
    assert vet_onnx(data) is None
    for length in range(len(data)):
        if vet_onnx(data[:length]) is None:  # cut between two fields after the graph: still a whole message
            onnx.load_from_string(data[:length])


def test_published_students_are_whole() -> None:
    for student_id in student_module.student_ids():
        student = Student.load(student_id)
        assert student.id == student_id
        for name in student_module.NETWORKS:
            if student.has(name):
                student.session(name)
        json.dumps(student.manifest["splits"], default=dict)
