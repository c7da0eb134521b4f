"""How the pipeline runs under Dagster: factories, metadata, checks, resources, the daily run.

Belongs here: everything that knows Dagster and needs more than a line. Does not belong here: which
assets exist (``assets``), what they compute (``warehouse``, ``quality``, ``sql``).
"""
