"""Students from elsewhere: what is not proved in every respect changes nothing on the node."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from numbered_student import numbered_student

from shadow_runtime.errors import StudentError
from shadow_runtime.registry import Home
from shadow_runtime.signature import SIGNATURE_FILE, SignatureError, key_id, new_key, sign_manifest, trusted_keys
from shadow_runtime.sources import RegistryError, open_source

pytest.importorskip("cryptography")
PRIVATE, PUBLIC = new_key()
KEYS = {key_id(PUBLIC): PUBLIC}


def put(registry: Path, version: int, *, private: bytes = PRIVATE, current: bool = True, **changes: object) -> Path:
    """A registry's student number `version`: the bundled student, renamed and signed."""
    folder = numbered_student(registry, version, **changes)
    sign(folder, json.loads((folder / "manifest.json").read_text()), private)
    if current:
        (registry / "current").write_text(folder.name + "\n")
    return folder


def sign(folder: Path, manifest: dict, private: bytes = PRIVATE) -> None:
    data = json.dumps(manifest).encode()
    (folder / "manifest.json").write_bytes(data)
    (folder / SIGNATURE_FILE).write_bytes(sign_manifest(data, private))


@pytest.fixture
def registry(tmp_path: Path) -> Path:
    folder = tmp_path / "registry"
    folder.mkdir()
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home", KEYS)


def test_pull_keeps_what_is_proved(registry: Path, home: Home) -> None:
    put(registry, 1)
    source = open_source(str(registry))
    pulled = home.pull(source)
    assert (pulled.id, pulled.changed) == ("student-0001", True)
    assert home.load().id == "student-0001"
    assert home.pull(source, pulled.etag) is None, "the ETag says that nothing is new"
    put(registry, 2)
    assert home.pull(source, pulled.etag).id == "student-0002"
    assert home.ids() == ["student-0001", "student-0002"]


@pytest.fixture
def served(registry: Path) -> Iterator[str]:
    """The registry behind a plain web server."""
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(registry))
    handler.log_message = lambda *_: None  # type: ignore[attr-defined]
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_registries_of_every_kind(registry: Path, served: str, tmp_path: Path) -> None:
    """A folder, file://, memory:// and http:// give the same student."""
    fsspec = pytest.importorskip("fsspec")
    put(registry, 1)
    memory = fsspec.filesystem("memory")
    for path in registry.rglob("*"):
        if path.is_file():
            memory.pipe_file(f"/registry-test/{path.relative_to(registry).as_posix()}", path.read_bytes())
    for number, url in enumerate((str(registry), registry.as_uri(), "memory://registry-test", served)):
        assert Home(tmp_path / f"home-{number}", KEYS).pull(open_source(url)).id == "student-0001", url


def refused(home: Home, registry: Path, match: str, kind: type[Exception] = StudentError) -> None:
    before = home.current(), home.ids()
    with pytest.raises(kind, match=match):
        home.pull(open_source(str(registry)))
    assert (home.current(), home.ids()) == before, "a refused student changes nothing"
    assert not list(home.students.glob(".pulling-*")) if home.students.exists() else True


def test_wrong_signature(registry: Path, home: Home) -> None:
    folder = put(registry, 1, private=new_key()[0])
    refused(home, registry, "not trusted here", SignatureError)
    (folder / SIGNATURE_FILE).write_bytes((folder / SIGNATURE_FILE).read_bytes().replace(b'"ed25519"', b'"none"'))
    refused(home, registry, "not a signature", SignatureError)


def test_changed_after_it_was_signed(registry: Path, home: Home) -> None:
    folder = put(registry, 1)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["thresholds"] = {"locate": {"found": 0.01}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    refused(home, registry, "changed after it was signed", SignatureError)


def test_without_a_trusted_key_nothing_is_pulled(registry: Path, tmp_path: Path) -> None:
    put(registry, 1)
    with pytest.raises(SignatureError, match="no key is trusted"):
        Home(tmp_path / "home", {}).pull(open_source(str(registry)))


@pytest.mark.parametrize("damage", ["truncated", "flipped", "missing", "longer"])
def test_corrupt_and_truncated_model(registry: Path, home: Home, damage: str) -> None:
    put(registry, 1)
    home.pull(open_source(str(registry)))
    folder = put(registry, 2)
    path = folder / "reader.onnx"
    data = path.read_bytes()
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes({"truncated": data[:-100], "flipped": data[:5000] + bytes([data[5000] ^ 255]) + data[5001:], "longer": data + b"x"}[damage])
    refused(home, registry, {"truncated": "truncated", "flipped": "damaged", "missing": "cannot be read", "longer": "larger"}[damage])
    assert home.load().id == "student-0001"


@pytest.mark.parametrize("data", [b"", b"{", b'{"format": 1}', b"\xff\xfe"])
def test_corrupt_and_truncated_manifest(registry: Path, home: Home, data: bytes) -> None:
    """Even where the publisher's key signed it."""
    folder = put(registry, 1)
    (folder / "manifest.json").write_bytes(data)
    (folder / SIGNATURE_FILE).write_bytes(sign_manifest(data, PRIVATE))
    refused(home, registry, "manifest")


def test_rollback_attack(registry: Path, home: Home) -> None:
    """An old student with a valid signature is how a known weakness comes back."""
    put(registry, 1)
    put(registry, 2)
    home.pull(open_source(str(registry)))
    (registry / "current").write_text("student-0001\n")
    refused(home, registry, "version 1 is offered, version 2 was accepted before")
    shutil.rmtree(home.students)  # also when the students themselves were lost
    refused(home, registry, "version 1 is offered")


def test_another_student_under_an_accepted_number(registry: Path, home: Home) -> None:
    folder = put(registry, 1)
    home.pull(open_source(str(registry)))
    sign(folder, {**json.loads((folder / "manifest.json").read_text()), "created": "2030-01-01T00:00:00+00:00"})
    refused(home, registry, "another manifest")


def test_damaged_memory_of_versions_stops_pulling(registry: Path, home: Home) -> None:
    put(registry, 1)
    home.pull(open_source(str(registry)))
    (home.folder / "trust.json").write_text("{")
    put(registry, 2)
    refused(home, registry, "remembers the highest version")


@pytest.mark.parametrize("location", ["../../outside.bin", "/etc/hostname"])
def test_external_data_path_traversal(registry: Path, home: Home, location: str) -> None:
    """A network that keeps weights in another file is refused, signature or not."""
    onnx = pytest.importorskip("onnx")
    folder = put(registry, 1)
    model = onnx.load(str(folder / "reader.onnx"))
    tensor = model.graph.initializer[0]
    tensor.data_location = onnx.TensorProto.EXTERNAL
    tensor.ClearField("raw_data")
    tensor.external_data.add(key="location", value=location)
    replace_file(folder, "reader", model.SerializeToString())
    refused(home, registry, "external data")


def test_operators_that_need_a_library(registry: Path, home: Home) -> None:
    onnx = pytest.importorskip("onnx")
    folder = put(registry, 1)
    model = onnx.load(str(folder / "reader.onnx"))
    model.opset_import.add(domain="evil.ops", version=1)
    replace_file(folder, "reader", model.SerializeToString())
    refused(home, registry, "evil.ops")


@pytest.mark.parametrize("operator", ["If", "RandomNormal", "StringNormalizer"])
def test_known_domains_hold_operators_that_are_not_wanted(registry: Path, home: Home, operator: str) -> None:
    onnx = pytest.importorskip("onnx")
    folder = put(registry, 1)
    model = onnx.load(str(folder / "icons.onnx"))
    model.graph.node.append(onnx.helper.make_node(operator, [], ["made"]))
    replace_file(folder, "icons", model.SerializeToString())
    refused(home, registry, f"a student is not made of: {operator}")


def replace_file(folder: Path, name: str, data: bytes) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / manifest["files"][name]["path"]).write_bytes(data)
    manifest["files"][name] |= {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    sign(folder, manifest)


@pytest.mark.parametrize("name", ["../student-0001", "student-1", "", "student-0001/../x"])
def test_current_that_names_no_student(registry: Path, home: Home, name: str) -> None:
    put(registry, 1)
    (registry / "current").write_text(name)
    refused(home, registry, "no student id", RegistryError)


def test_a_student_that_calls_itself_another(registry: Path, home: Home) -> None:
    folder = put(registry, 2)
    folder.rename(registry / "student-0003")
    (registry / "current").write_text("student-0003")
    refused(home, registry, "calls itself")


def test_half_published_student_is_not_seen(registry: Path, home: Home) -> None:
    """A publisher killed before `current` changed: nodes keep what they have."""
    put(registry, 1)
    home.pull(open_source(str(registry)))
    folder = put(registry, 2, current=False)
    (folder / "detector.onnx").unlink()
    assert home.pull(open_source(str(registry))).id == "student-0001"


def test_a_kept_student_that_broke_is_fetched_anew(registry: Path, home: Home) -> None:
    put(registry, 1)
    home.pull(open_source(str(registry)))
    path = home.students / "student-0001" / "grounder.npz"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(StudentError, match="truncated"):
        home.load()
    assert home.pull(open_source(str(registry))).id == "student-0001"
    assert home.load().id == "student-0001"


def test_going_back_on_this_machine(registry: Path, home: Home) -> None:
    for version in (1, 2, 3, 4):
        put(registry, version)
        home.pull(open_source(str(registry)))
    assert home.ids() == ["student-0002", "student-0003", "student-0004"], "the current one and two to go back to"
    assert home.rollback() == "student-0003"
    assert home.current() == "student-0003"
    assert home.held(), "polling does not undo what a person did"


def test_keys_are_read_from_text_and_files(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text(f"# publishers\n{PUBLIC.hex()}  Ada\n{new_key()[1].hex()}\n")
    assert len(trusted_keys([str(tmp_path / "keys"), PUBLIC.hex()])) == 2
    (tmp_path / "empty").write_text("nothing")
    with pytest.raises(SignatureError, match="no key in it"):
        trusted_keys([str(tmp_path / "empty")])
