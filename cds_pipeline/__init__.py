"""cds-pipeline: daily rankings and target gaps of one-stop departments.

An importable library; what runs it (Dagster assets) lives in the top-level package ``assets``,
what the numbers mean lives in ``sql/``.
"""

__version__ = "0.1.0"
