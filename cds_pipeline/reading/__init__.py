"""One landing file in, canonical rows and the rules they break out.

Belongs here: everything that depends on one file alone. Does not belong here: reference data,
other files, the lake's bookkeeping (``warehouse.lake``), what a figure means (``sql/``).
"""

from cds_pipeline.reading.landing_file import read_file, read_landing_file
from cds_pipeline.reading.outcome import FileOutcome

__all__ = ["FileOutcome", "read_file", "read_landing_file"]
