"""Networks, ready to run: the only file that imports onnxruntime, and it does so when the first network is opened.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import platform
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import StudentError

if TYPE_CHECKING:
    import onnxruntime


def open_session(data: bytes, path: Path) -> onnxruntime.InferenceSession:
    """A network on one thread, sequential, not spinning: many browsers share one machine.

    path: where the bytes come from, for the message. Raises StudentError when onnxruntime cannot run them.

    x86 processors without int8 dot products (VNNI) add pairs of products in 16 bits, where uint8 times int8 can overflow
    and give other answers. "x64quantprecision" makes onnxruntime use wider sums there, so that a student sees the same on
    every processor. It is not switched on where there are dot products: the integers would be the same, a look of a
    detector took three and a half times as long.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.log_severity_level = 3
    # Crops, rows and heads come in ever new sizes; a memory plan would be kept for each of them.
    options.enable_mem_pattern = False
    if _memory_is_shared():
        options.add_session_config_entry("session.use_env_allocators", "1")
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.inter_op.allow_spinning", "0")
    if not has_dot_products():
        options.add_session_config_entry("session.x64quantprecision", "1")
    try:
        return onnxruntime.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's exception types are not public
        first_line = str(error).splitlines()[0][:300] if str(error) else type(error).__name__
        raise StudentError(f"{path}: onnxruntime {onnxruntime.__version__} cannot run it: {first_line}") from error


@cache
def has_dot_products(cpuinfo: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this processor multiplies uint8 by int8 without overflow: every ARM does, x86 with VNNI does.

    False where that cannot be told (x86 without a readable cpuinfo): right answers come before fast ones.
    """
    if platform.machine().lower() not in ("x86_64", "amd64", "i386", "i686"):
        return True
    try:
        flags = cpuinfo.read_text(encoding="utf-8", errors="replace").split()
    except OSError:
        return False
    return "avx512_vnni" in flags or "avx_vnni" in flags


@cache
def _memory_is_shared() -> bool:
    """One pool of working memory for all networks of this process, grown by what is asked for: they run one at a time.

    A pool each, doubling as it grows, would hold about 35 MB more. False where somebody else in the process has made such a pool
    with onnxruntime already, or this onnxruntime cannot.
    """
    import onnxruntime

    try:
        kind, place = onnxruntime.OrtAllocatorType.ORT_ARENA_ALLOCATOR, onnxruntime.OrtMemType.DEFAULT
        exact_growth = onnxruntime.OrtArenaCfg(0, 1, -1, -1)  # no limit, by request, default chunk sizes
        onnxruntime.create_and_register_allocator(onnxruntime.OrtMemoryInfo("Cpu", kind, 0, place), exact_growth)
    except Exception:  # onnxruntime's exception types are not public
        return False
    return True
