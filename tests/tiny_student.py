"""A very small but real student: genuine ONNX networks with seeded weights, for tests of loading and packaging.

It cannot see anything; tests that need sight use the published student.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from shadow_runtime.student import MANIFEST_FORMAT, ROLES


def tiny_network(seed: int = 0, domain: str = "") -> onnx.ModelProto:
    """y = relu(x @ w): (n, 4) float32 -> (n, 3) float32."""
    weights = numpy_helper.from_array(np.random.default_rng(seed).normal(size=(4, 3)).astype(np.float32), "w")
    nodes = [helper.make_node("MatMul", ["x", "w"], ["h"]), helper.make_node("Relu", ["h"], ["y"], domain=domain)]
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", 3])],
        [weights],
    )
    opsets = [helper.make_opsetid("", 17)] + ([helper.make_opsetid(domain, 1)] if domain else [])
    return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def write_tiny_student(models: Path, student_id: str = "student-0001") -> Path:
    """A complete student folder under `models`, and models/current that names it; returns the student's folder."""
    folder = models / student_id
    folder.mkdir(parents=True)
    for number, name in enumerate(("detector", "reader")):
        (folder / f"{name}.onnx").write_bytes(tiny_network(number).SerializeToString())
    np.savez(folder / "text_table.npz", rows=np.arange(12, dtype=np.int8).reshape(3, 4))
    manifest = {
        "format": MANIFEST_FORMAT,
        "id": student_id,
        "version": 1,
        "created": "2026-01-01T00:00:00+00:00",
        "files": {
            "detector": entry(folder / "detector.onnx"),
            "reader": entry(folder / "reader.onnx"),
            "text_table": entry(folder / "text_table.npz"),
        },
        "roles": {layer: list(roles) for layer, roles in ROLES.items()},
        "charset": "abc",
        "thresholds": {"detector": {"control": 0.3}},
        "license": "Apache-2.0",
    }
    write_manifest(folder, manifest)
    (models / "current").write_text(student_id + "\n")
    return folder


def entry(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    return {"path": path.name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}


def read_manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "manifest.json").read_text())


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    (folder / "manifest.json").write_text(json.dumps(manifest))
