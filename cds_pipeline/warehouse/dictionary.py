"""The data dictionary: every published table, column and indicator in one Markdown text.

Belongs here: putting headers and vocabulary together for readers. Does not belong here: wording,
which stands in ``sql/``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cds_pipeline import paths
from cds_pipeline.warehouse.comments import (
    column_meaning,
    input_table_meanings,
    table_column_entries,
)
from cds_pipeline.yaml_text import load_yaml

if TYPE_CHECKING:
    from cds_pipeline.indicators.definition import Indicator
    from cds_pipeline.models.catalog import Catalog, SqlModel

_INTRODUCTION = """# Từ điển dữ liệu

Sinh từ `sql/` bằng lệnh `cds dictionary --write`; không sửa tay.

Mã đơn vị là mã định danh điện tử. Nơi chưa công bố dùng mã tạm: `H02.<mã GSO 3 số>` cho huyện,
`H02.<3 số>.<5 số>` cho xã của tỉnh Bắc Giang (đến 30/06/2025), `H05.<5 số>` cho xã của tỉnh
Bắc Ninh (từ 01/07/2025), `H02.S<số>` và `H05.S<số>` cho sở, ngành. Mã GSO được dùng lại cho đơn vị
khác nên chỉ có nghĩa cùng với ngày.

Dấu bằng chứng: **P** theo Cổng Dịch vụ công quốc gia hoặc văn bản · **S** nguồn thứ cấp ·
**A** giả định của dự án.
"""


def dictionary(catalog: Catalog) -> str:
    """The whole dictionary as Markdown, in Vietnamese."""
    models = sorted((m for m in catalog.models if m.schema != "staging"), key=lambda m: m.name)
    sections = [_INTRODUCTION, "## Chỉ tiêu\n"]
    sections += [_indicator(indicator) for indicator in catalog.indicators]
    sections.append("## Bảng và cột\n")
    sections += [_table(model) for model in models]
    sections.append("## Danh mục và kết quả kiểm tra\n")
    sections += [f"- `{name}`: {text}" for name, text in sorted(input_table_meanings().items())]
    sections.append("\n## Quy tắc xét từng dòng hồ sơ\n")
    sections.append("| quy tắc | mức độ | lời giải thích |\n|---|---|---|\n" + "\n".join(_rules()))
    return "\n".join(sections) + "\n"


def _indicator(indicator: Indicator) -> str:
    h = indicator.header
    until = "nay" if h.valid_to is None else f"{h.valid_to:%d/%m/%Y}"
    score = "không chấm điểm hoặc chưa công bố điểm"
    if h.max_score is not None:
        score = f"{h.max_score} điểm, đủ điểm từ {h.full_marks_at_pct} %"
    return (
        f"### {h.name_vi} (`{h.indicator_id}`, {h.definition_version})\n\n"
        f"{h.definition_vi.strip()}\n\n"
        f"- Tử số: {h.numerator_vi} — `{indicator.numerator}`\n"
        f"- Mẫu số: {h.denominator_vi} — `{indicator.denominator}`\n"
        f"- Chấm điểm: {score}\n"
        f"- Hiệu lực: {h.valid_from:%d/%m/%Y} đến {until} · Bằng chứng: {h.evidence} · "
        f"Căn cứ: {h.legal_basis}\n"
        f"- Lưu ý: {h.caveats_vi.strip() or 'không'}\n"
    )


def _table(model: SqlModel) -> str:
    lines = [f"### `{model.name}` — {model.header.title_vi}\n", model.header.description_vi.strip()]
    if model.header.grain:
        lines.append(f"\nMỗi dòng: {', '.join(f'`{c}`' for c in model.header.grain)}.")
    lines.append("\n| cột | kiểu | ý nghĩa |\n|---|---|---|")
    lines += [
        f"| `{c}` | {column_type(model.name, c) or ''} | {column_meaning(model.name, c) or c} |"
        for c in model.columns
    ]
    return "\n".join(lines) + "\n"


def _rules() -> list[str]:
    rules = load_yaml((paths.sql_folder() / "rules.yml").read_text(encoding="utf-8"))["rules"]
    severity = {"error": "cách ly dòng", "warning": "cảnh báo"}
    return [f"| `{name}` | {severity[r['severity']]} | {r['vi']} |" for name, r in rules.items()]


def column_type(table: str, column: str) -> str | None:
    """DuckDB type of a column of a table, or None when the vocabulary does not know it."""
    entry = table_column_entries().get(f"{table}.{column}")
    return _column_types().get(column) if entry is None else entry["type"]


@cache
def _column_types() -> dict[str, str]:
    vocabulary = load_yaml((paths.sql_folder() / "columns.yml").read_text(encoding="utf-8"))
    groups = ("columns", "lake_extra_columns", "warehouse_columns")
    return {name: entry["type"] for group in groups for name, entry in vocabulary[group].items()}
