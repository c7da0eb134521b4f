"""Is the built warehouse fit to publish: SQL audits, Great Expectations, and their verdict.

Belongs here: running checks on finished tables and saying what they found. Does not belong here:
judging one delivered row (``contracts``), running anything on a schedule (``orchestration``).
"""
