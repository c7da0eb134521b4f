"""One figure taken apart: definition, fraction, parts, dossiers and the rows they come from.

Belongs here: following a published figure down. Does not belong here: computing figures (``sql``),
printing (``cli``).
"""

from cds_pipeline.explain.walk import Explanation, explain

__all__ = ["Explanation", "explain"]
