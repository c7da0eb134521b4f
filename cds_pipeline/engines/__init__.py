"""The engines that run ``sql/``: DuckDB today, behind a small interface.

Belongs here: connections, their settings, running one query. Does not belong here: what is run.
"""
