"""The bulletin: what stands in the page and the workbook, in ordinary and odd worlds."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook
from published_world import dossiers, publish_world

from cds_pipeline.reporting import write_bulletin
from cds_pipeline.reporting.selection import NoSuchChoiceError
from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.published import NotPublishedError

if TYPE_CHECKING:
    from pathlib import Path

ODD_UNITS = """unit_code,gso_code,unit_name,unit_level,parent_unit_code,province_code,valid_from,valid_to
T09,,"Tỉnh ""Lạ"" <script>x</script>",province,,T09,2020-01-01,
T09.A,,"=HYPERLINK(""http://x"")",district,T09,T09,2020-01-01,
T09.B,,Huyện Vắng,district,T09,T09,2020-01-01,
"""
NO_PROVINCE = """unit_code,gso_code,unit_name,unit_level,parent_unit_code,province_code,valid_from,valid_to
T09.A,,Huyện Lẻ,district,,T09,2020-01-01,
"""
NO_TARGETS = (
    "indicator_id,unit_level,unit_code,period_type,period_start,target_pct,decided_by,valid_from\n"
)


class Page(HTMLParser):
    """Tables as rows of cell texts, and what accessibility needs."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tables: list[dict[str, Any]] = []
        self.headings: list[tuple[int, str]] = []
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.tags: set[str] = set()
        self._into: list[str] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        if "id" in given:
            self.ids.add(str(given["id"]))
        if "href" in given:
            self.links.append(str(given["href"]))
        if tag == "table":
            self.tables.append({"caption": [], "rows": [], "scopes": []})
        elif tag == "caption":
            self._into = self.tables[-1]["caption"]
        elif tag == "tr":
            self.tables[-1]["rows"].append([])
        elif tag in ("td", "th"):
            self._into = []
            self.tables[-1]["rows"][-1].append(self._into)
            if tag == "th":
                self.tables[-1]["scopes"].append(given.get("scope"))
        elif tag in ("h1", "h2", "h3"):
            self._into = []
            self.headings.append((int(tag[1]), ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("h1", "h2", "h3") and self._into is not None:
            self.headings[-1] = (int(tag[1]), " ".join("".join(self._into).split()))
        if tag in ("caption", "td", "th", "h1", "h2", "h3"):
            self._into = None

    def handle_data(self, data: str) -> None:
        if self._into is not None:
            self._into.append(data)

    def table(self, caption: str) -> list[list[str]]:
        for table in self.tables:
            if "".join(table["caption"]).strip().startswith(caption):
                return [[" ".join("".join(c).split()) for c in row] for row in table["rows"]]
        raise AssertionError(f"no table {caption}")


@pytest.fixture(scope="session")
def page_text(world: Settings) -> str:
    return write_bulletin(world, ["html"])[0].read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def odd_world(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    rows = dossiers("T09.A", 1, 3, file="mo-phong.csv")
    return publish_world(
        tmp_path_factory.mktemp("odd"), rows, checks=False, units=ODD_UNITS, targets=NO_TARGETS
    )


def test_the_page_ranks_districts(page_text: str) -> None:
    rows = Page(page_text).table("Xếp hạng huyện")
    assert [row[:3] + row[4:] for row in rows[1:-1]] == [
        ["1", "Huyện An", "62,50%", "5 / 8", "0,00", "trung bình"],
        ["2", "Thị xã Bình", "40,00%", "2 / 5", "22,50", "yếu"],
    ]


def test_a_unit_without_dossiers_is_listed_with_the_reason(page_text: str) -> None:
    rows = Page(page_text).table("Xếp hạng sở, ngành")
    assert rows[2] == ["–", "Sở Ba, Bốn", "không xếp hạng: không phát sinh hồ sơ trong kỳ"]


def test_joint_ranks_are_named_and_sorted_by_the_alphabet(page_text: str) -> None:
    rows = Page(page_text).table("Xếp hạng xã")
    assert [row[:2] for row in rows[1:4]] == [
        ["1", "Xã Hòa Lạc, huyện An"],
        ["2 (đồng hạng)", "Xã Phúc Sơn, huyện An"],
        ["2 (đồng hạng)", "Phường Trung, thị xã Bình"],
    ]


def test_the_province_stands_beside_its_target(page_text: str) -> None:
    rows = Page(page_text).table("Tỷ lệ toàn tỉnh")
    assert rows[1][1:2] + rows[1][3:] == ["66,67%", "16 / 24", "100,00%", "33,33", "8"]
    assert rows[2][-1] == "không giao chỉ tiêu"
    assert "còn thiếu 33,33 điểm phần trăm, tức 8 hồ sơ" in page_text


def test_the_gap_is_listed_widest_first(page_text: str) -> None:
    rows = Page(page_text).table("Khoảng cách đến chỉ tiêu, huyện")
    assert [(row[0], row[4], row[5], row[6]) for row in rows[1:-1]] == [
        ("Thị xã Bình", "60,00", "3", "còn thiếu"),
        ("Huyện An", "37,50", "3", "còn thiếu"),
    ]


def test_data_quality_tells_what_was_read_and_refused(page_text: str) -> None:
    page = Page(page_text)
    assert page.table("Tệp cần xem lại")[1][1:7] == [
        "2023-08-25/a.csv", "đã nhận", "22", "21", "1", "0",
    ]  # fmt: skip
    assert page.table("Quy tắc bị vi phạm")[1][0] == "cách ly"
    assert page.table("Phép kiểm tra không đạt")[1][1:4:2] == ["marts.fact_dossier", "không đạt"]
    assert "đã kiểm tra 2 điều" in page_text


def test_the_page_needs_nothing_from_outside(page_text: str) -> None:
    page = Page(page_text)
    assert all(link.startswith("#") for link in page.links)
    assert {link[1:] for link in page.links} <= page.ids
    assert not page.tags & {"script", "link", "img", "iframe", "object"}
    assert not re.search(r"url\(|@import|https?://", page_text)


def test_the_page_is_accessible(page_text: str) -> None:
    page = Page(page_text)
    assert '<html lang="vi">' in page_text
    assert all("".join(table["caption"]).strip() for table in page.tables)
    assert all(scope in ("col", "row") for t in page.tables for scope in t["scopes"])
    levels = [level for level, _ in page.headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_real_data_carry_no_synthetic_banner(page_text: str, odd_world: Settings) -> None:
    assert "MÔ PHỎNG" not in page_text
    odd = write_bulletin(odd_world, ["html"])[0].read_text(encoding="utf-8")
    assert "DỮ LIỆU MÔ PHỎNG" in odd


def test_odd_names_are_escaped_and_absences_said(odd_world: Settings) -> None:
    text = write_bulletin(odd_world, ["html"])[0].read_text(encoding="utf-8")
    assert "<script>" not in text
    assert "&lt;script&gt;x" in text
    assert "chưa giao chỉ tiêu" in text
    assert "chưa lưu kết quả phép kiểm tra nào" in text
    assert Page(text).table("Xếp hạng huyện")[2][1:] == [
        "Huyện Vắng",
        "không xếp hạng: không phát sinh hồ sơ trong kỳ",
    ]


def test_no_ranked_unit_and_no_province(tmp_path: Path) -> None:
    rows = [{"unit_code": "T09.A", "received_at": None, "status": 1}]
    settings = publish_world(tmp_path, rows, units=NO_PROVINCE)
    text = write_bulletin(settings)[0].read_text(encoding="utf-8")
    assert "không có đơn vị cấp tỉnh" in text
    assert "Chưa đơn vị nào được xếp hạng" in text


def test_the_workbook_holds_numbers_not_texts(world: Settings) -> None:
    book = load_workbook(write_bulletin(world, ["xlsx"])[0])
    sheet = book["Xếp hạng huyện"]
    assert sheet.freeze_panes == "A5"
    assert [cell.value for cell in sheet[5]][:8] == [
        1, None, "T01.A", "Huyện An", None, 0.625, 5, 8,
    ]  # fmt: skip
    assert sheet["F5"].number_format == "0.00%"
    assert sheet["G5"].number_format == "#,##0"
    assert sheet.column_dimensions["D"].width > 30
    assert book["Tệp"]["A5"].value.date() == date(2023, 8, 25)
    assert book.sheetnames == [
        "Toàn tỉnh", "Xếp hạng huyện", "Xếp hạng sở, ngành", "Xếp hạng xã", "Mọi chỉ tiêu",
        "Khoảng cách", "Chất lượng dữ liệu", "Tệp", "Quy tắc", "Kiểm tra", "Định nghĩa",
        "Nguồn gốc",
    ]  # fmt: skip


def test_no_cell_of_the_workbook_is_a_formula(odd_world: Settings) -> None:
    book = load_workbook(write_bulletin(odd_world, ["xlsx"])[0])
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert book["Xếp hạng huyện"]["D5"].value == '=HYPERLINK("http://x")'


def test_a_week_has_its_own_bulletin(world: Settings) -> None:
    written = write_bulletin(world, ["html"], week="2023-W33")
    assert [path.name for path in written] == ["ban-tin-2023-W33.html"]
    text = written[0].read_text(encoding="utf-8")
    assert "Tuần 33/2023 (14/08/2023–20/08/2023)" in text
    assert Page(text).table("Xếp hạng huyện")[1][1:3] == ["Huyện An", "50,00%"]


def test_the_same_figures_give_the_same_page(world: Settings) -> None:
    first = write_bulletin(world, ["html"])[0].read_bytes()
    assert write_bulletin(world, ["html"])[0].read_bytes() == first


def test_unknown_formats_and_weeks_are_refused(world: Settings) -> None:
    with pytest.raises(NoSuchChoiceError, match=r"pdf\. .*html, xlsx"):
        write_bulletin(world, ["html", "pdf"])
    with pytest.raises(NoSuchChoiceError, match="html, xlsx"):
        write_bulletin(world, [])
    with pytest.raises(NoSuchChoiceError, match="tuần từ"):
        write_bulletin(world, ["html"], week="2022-W30")


def test_nothing_published_says_what_to_run(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, _env_file=None)
    with pytest.raises(NotPublishedError, match="cds run"):
        write_bulletin(settings)
    assert list(tmp_path.iterdir()) == []
