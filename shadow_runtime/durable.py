"""Files that are whole or not there, for readers at any moment and after a power cut.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def write_whole(path: Path, data: bytes, *, new: bool = False) -> None:
    """Write or replace a file in one step: readers see the old bytes or the new ones, never a part.

    new: replace nothing; of several who write the same new file one succeeds, the others get FileExistsError.
    On disk when it returns (POSIX: the folder's entry, too). Raises OSError; then nothing is left behind and what was
    there before is still there.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with open(aside, "xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if not new:
            os.replace(aside, path)
        elif os.name == "posix":
            os.link(aside, path)
            aside.unlink()
        else:  # on Windows a rename replaces nothing
            os.rename(aside, path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    if os.name == "posix":  # the name is durable only when its folder is
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
