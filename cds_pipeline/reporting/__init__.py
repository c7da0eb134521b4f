"""What people read: formatting, saved queries, the first bulletin as a page and a workbook.

Belongs here: turning published figures into text, tables and files. Does not belong here: computing
figures (``sql``), reading arguments (``cli``).
"""

from cds_pipeline.reporting.bulletin import FORMATS, write_bulletin

__all__ = ["FORMATS", "write_bulletin"]
