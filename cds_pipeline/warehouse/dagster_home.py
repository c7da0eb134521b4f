"""The folder Dagster keeps its history in, with the settings this project needs there.

Belongs here: writing ``dagster.yaml`` from ``deploy/dagster.yaml``. Does not belong here: anything
that imports Dagster (``orchestration.instance``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline import paths

if TYPE_CHECKING:
    from pathlib import Path

    from cds_pipeline.settings import Settings


def write_dagster_settings(settings: Settings) -> Path:
    """Puts ``dagster.yaml`` into the home's Dagster folder.

    A file whose first line is not ours any more belongs to the operator and stays.

    Returns:
        The Dagster folder, to be used as ``DAGSTER_HOME``.

    Raises:
        OSError: the folder cannot be written.
    """
    folder = settings.dagster_folder
    folder.mkdir(parents=True, exist_ok=True)
    wanted = (paths.project_root() / "deploy" / "dagster.yaml").read_text(encoding="utf-8")
    mark = wanted.splitlines()[0]
    target = folder / "dagster.yaml"
    present = target.read_text(encoding="utf-8") if target.is_file() else mark
    if present != wanted and present.startswith(mark):
        draft = folder / ".dagster.yaml.tmp"
        draft.write_text(wanted, encoding="utf-8")
        draft.replace(target)
    return folder
