"""What runs: thin Dagster assets, checks, jobs and schedules.

Belongs here: which assets exist and when they run. Does not belong here: arithmetic, SQL text,
calls to DuckDB or pandas (``cds_pipeline`` holds how, ``sql/`` holds what it means).
"""
