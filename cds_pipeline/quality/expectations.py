"""Great Expectations on the built warehouse, before it is published.

Belongs here: the one function that runs suites, and the plan of what it runs. Does not belong
here: which expectations there are (``suites``), how they are carried out (``validation``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cds_pipeline.quality.suites import build_suites

if TYPE_CHECKING:
    from collections.abc import Sequence

    import duckdb

    from cds_pipeline.models.catalog import Catalog
    from cds_pipeline.quality.outcome import CheckOutcome


def run_suites(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    tables: Sequence[str] | None = None,
) -> list[CheckOutcome]:
    """Carries out the suites of the public tables.

    Args:
        connection: an open connection whose default catalogue is the built warehouse; it is only
            read, and only what it has committed is seen.
        catalog: every model, with columns and grain.
        tables: only these tables' suites; default all.

    Returns:
        One outcome per expectation, in the order of ``sql/expectations.yml``. An internal error of
        Great Expectations or of the database gives verdict ``error``, never ``failed``.

    Raises:
        KeyError: a table has no suite.
        SqlFileError: ``sql/expectations.yml`` names what does not exist.
    """
    suites = build_suites(catalog, tables)
    # Importing Great Expectations costs 7-9 CPU seconds: whoever does not validate does not pay.
    from cds_pipeline.quality.validation import validate  # noqa: PLC0415

    return validate(connection, suites)
