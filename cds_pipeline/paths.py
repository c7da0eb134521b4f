"""Where the project's own files are: SQL, vocabulary, shipped reference data.

Belongs here: finding the folders that ship with the project, in a checkout or in an installed
wheel. Does not belong here: anything an operator configures (``settings``).
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def project_root() -> Path:
    """The folder that holds ``sql/`` and ``warehouse/reference/``.

    Returns:
        The checkout when the package is used from one (an editable install), else the copy of
        these folders inside the installed package.

    Raises:
        FileNotFoundError: neither place holds ``sql/columns.yml``; the installation is damaged.
    """
    for candidate in (_PACKAGE.parent, _PACKAGE / "_project"):
        if (candidate / "sql" / "columns.yml").is_file():
            return candidate
    raise FileNotFoundError(
        f"sql/columns.yml was found neither beside nor inside {_PACKAGE}; reinstall cds-pipeline"
    )


def is_checkout() -> bool:
    """Whether the package runs from a checkout rather than from an installed wheel."""
    return (_PACKAGE.parent / "pyproject.toml").is_file()


def sql_folder() -> Path:
    """The folder of SQL models, indicators, reports and audits."""
    return project_root() / "sql"


def shipped_reference() -> Path:
    """The folder of reference tables that ship with the project."""
    return project_root() / "warehouse" / "reference"
