"""The guard against another project's top-level package ``assets``.

Belongs here: telling ours from theirs. Does not belong here: our assets.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import cds_pipeline

if TYPE_CHECKING:
    from types import ModuleType


class ForeignAssetsError(ImportError):
    """The imported package ``assets`` belongs to another project."""


def refuse_foreign(assets: ModuleType) -> None:
    """Checks that ``assets`` stands beside ``cds_pipeline``.

    Raises:
        ForeignAssetsError: it does not; says where it was found and what to do.
    """
    ours = Path(cds_pipeline.__file__).resolve().parent.parent / "assets"
    places = getattr(assets, "__path__", [assets.__file__])
    found = [Path(place).resolve() for place in places]
    if found[:1] != [ours]:
        raise ForeignAssetsError(
            f"Gói `assets` được nạp từ {', '.join(map(str, found))}, không phải {ours}. Một dự án "
            "khác có gói cùng tên đứng trước trong đường dẫn Python: chạy trong môi trường "
            "riêng của cds-pipeline và bỏ thư mục đó khỏi PYTHONPATH."
        )
