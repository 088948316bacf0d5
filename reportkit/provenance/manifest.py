"""The manifest of a report folder: what its files were made from, and their digests. It holds no time, host or path.

The same inputs give the same bytes. When and where a run took place stands in the journal.
"""

from __future__ import annotations

import json
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from reportkit.provenance.digests import (
    code_digest,
    file_digest,
    lock_digest,
    notebook_digest,
    package_version,
    sha256,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from reportkit.tables import Source

__all__ = ["MANIFEST", "digest_of_inputs", "manifest", "manifests", "outputs_match", "read", "same_inputs"]

MANIFEST = "manifest.json"
"""The name of the manifest in a report folder; it is written last."""

_SCHEMA = 1
_KEYS = frozenset({"schema", "parameters", "inputs", "outputs", "synthetic"})


def manifest(  # noqa: PLR0913 - everything that a report folder is made from, each by name
    *,
    parameters: Mapping[str, object],
    inputs: Sequence[Source],
    releases: Mapping[str, str],
    origins: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    params_files: Mapping[str, Path],
    notebook: Path,
    settings: Mapping[str, object],
    synthetic: bool,
    outputs: Mapping[str, bytes],
) -> bytes:
    """Say what the files of a report folder were made from.

    Parameters
    ----------
    parameters
        What the folder shows: project, region, period, audience, languages, formats.
    inputs
        The delivered files, with their digests.
    releases
        For each project, the digest of all figures that its reports may see.
    origins
        For each project, the digests of what these come from: its delivery, all inputs, and the earlier releases.
    params_files
        The params files it rests on, by their path in the workspace.
    notebook
        The report notebook; its outputs play no part.
    settings
        For each project, the settings and the disclosure rules in force.
    synthetic
        Whether the data are synthetic.
    outputs
        The files that were made, by name.

    Returns
    -------
    bytes
        JSON with sorted keys, in UTF-8, with a final line end.
    """
    software = {"version": package_version(), "code_sha256": code_digest(), "lock_sha256": lock_digest()}
    return _written(
        {
            "schema": _SCHEMA,
            "software": {"name": "reportkit", **software},
            "parameters": parameters,
            "inputs": [_input(source) for source in sorted(inputs, key=lambda source: (source.path, source.table))],
            "releases": releases,
            "origins": {project: dict(digests) for project, digests in origins.items()},
            "params": {name: file_digest(path) for name, path in params_files.items()},
            "notebook": {"name": notebook.name, "sha256": notebook_digest(notebook)},
            "settings": settings,
            "synthetic": synthetic,
            "outputs": {name: {"sha256": sha256(made), "bytes": len(made)} for name, made in outputs.items()},
        }
    )


def read(folder: Path) -> dict[str, Any] | None:
    """Read the manifest of a report folder; None when it has none that can be read."""
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.keys() >= _KEYS and found["schema"] == _SCHEMA else None


def manifests(outputs: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield every report folder of an outputs folder with its manifest, sorted by path."""
    for path in sorted(outputs.glob(f"[!.]*/*/*/*/{MANIFEST}")):
        found = read(path.parent)
        if found is not None:
            yield path.parent, found


def digest_of_inputs(content: Mapping[str, object]) -> str:
    """Return one digest of all that a manifest says but its outputs: equal digests, equal outputs."""
    return sha256(_written({name: value for name, value in content.items() if name != "outputs"}))


def same_inputs(one: Mapping[str, object], other: Mapping[str, object]) -> bool:
    """Tell whether two manifests say that the same was made from the same by the same."""
    return digest_of_inputs(one) == digest_of_inputs(other)


def outputs_match(folder: Path, content: Mapping[str, Any]) -> bool:
    """Tell whether a folder holds the files that its manifest names, byte for byte, and no other."""
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    there.pop(MANIFEST, None)
    recorded = content.get("outputs")
    if not isinstance(recorded, dict) or there.keys() != recorded.keys():
        return False
    made = {name: path.read_bytes() for name, path in there.items()}
    return all(recorded[name] == {"sha256": sha256(file), "bytes": len(file)} for name, file in made.items())


def _input(source: Source) -> dict[str, object]:
    return {"path": source.path, "table": source.table, "sha256": source.sha256}


def _written(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
