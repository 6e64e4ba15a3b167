"""A model directory as a reproducible archive, and its entry in the catalogue."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import tarfile
from pathlib import Path
from typing import Any


def pack(folder: Path, archive: Path) -> None:
    """Write `folder` to a .tar.xz with its own name on top: sorted names, no times, no owners."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = tarfile.TarInfo(f"{folder.name}/{path.relative_to(folder).as_posix()}")
            content = path.read_bytes()
            entry.size, entry.mode = len(content), 0o644
            tar.addfile(entry, io.BytesIO(content))
    archive.write_bytes(lzma.compress(buffer.getvalue(), preset=9 | lzma.PRESET_EXTREME))


def catalogue_entry(folder: Path, archive: Path, licence: str) -> dict[str, Any]:
    """Return what the catalogue says of a packed model; sizes in bytes."""
    about = json.loads((folder / "ivr-model.json").read_text(encoding="utf-8"))
    content = archive.read_bytes()
    return {
        "name": about["name"],
        "language": about["language"],
        "archive": archive.name,
        "sha256": hashlib.sha256(content).hexdigest(),
        "bytes": len(content),
        "unpacked_bytes": sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()),
        "decoding": about["decoding"],
        "rate_hz": about["rate_hz"],
        "licence": licence,
    }


def update_catalogue(catalogue: Path, entry: dict[str, Any]) -> None:
    """Put `entry` into the catalogue in place of the model of that name; models are kept in order of name."""
    known: dict[str, Any] = {"models": []}
    if catalogue.exists():
        known = json.loads(catalogue.read_text(encoding="utf-8"))
    others = [model for model in known["models"] if model["name"] != entry["name"]]
    models = sorted([*others, entry], key=lambda model: str(model["name"]))
    catalogue.write_text(json.dumps({"models": models}, indent=2) + "\n", encoding="utf-8")
