"""Names and codes of units as keys."""

from __future__ import annotations

import unicodedata

import pytest

from cds_pipeline.reference.text import sort_key
from cds_pipeline.reference.unit_names import agency_code, code_prefix, name_parts, text_key


@pytest.mark.parametrize(
    ("text", "name", "kind", "parent"),
    [
        ("Huyện Hiệp Hòa", "hiệp hoà", "huyện", ""),
        ("UBND huyện Hiệp Hoà", "hiệp hoà", "huyện", ""),
        ("ỦY BAN NHÂN DÂN HUYỆN HIỆP HÒA", "hiệp hoà", "huyện", ""),
        ("Uỷ ban nhân dân TP. Bắc Giang", "bắc giang", "thành phố", ""),
        ("UBND TP Bắc Giang", "bắc giang", "thành phố", ""),
        ("TP.Bắc Giang", "bắc giang", "thành phố", ""),
        ("Tỉnh Bắc Giang", "bắc giang", "tỉnh", ""),
        ("UBND xã Phúc Sơn - huyện Tân Yên", "phúc sơn", "xã", "tân yên"),
        ("UBND xã Phúc Sơn, UBND huyện Tân Yên", "phúc sơn", "xã", "tân yên"),
        ("Xã Phúc Sơn – Tân Yên", "phúc sơn", "xã", "tân yên"),
        ("Phúc Sơn, Tân Yên", "phúc sơn", "", "tân yên"),
        ("Phúc Sơn (huyện Tân Yên)", "phúc sơn", "", "tân yên"),
        ("Xã Phúc Sơn-huyện Tân Yên", "phúc sơn", "xã", "tân yên"),
        ("xã Phúc Sơn, huyện Tân Yên, tỉnh Bắc Giang", "phúc sơn", "xã", "tân yên"),
        ("TT. Cao Thượng, H. Tân Yên", "cao thượng", "thị trấn", "tân yên"),
        ("TT Thắng", "thắng", "thị trấn", ""),
        ("X. Thượng Lan", "thượng lan", "xã", ""),
        ("P.Thọ Xương", "thọ xương", "phường", ""),
        ("TX Việt Yên", "việt yên", "thị xã", ""),
        ("Hiệp Hòa", "hiệp hoà", "", ""),
        ("Phúc Sơn-Tân Yên", "phúc sơn", "", "tân yên"),
        ("Trường Sơn - Lục Nam", "trường sơn", "", "lục nam"),
        ("Hội An, Chợ Mới", "hội an", "", "chợ mới"),
        ("Ban Dân tộc - Tôn giáo", "ban dân tộc - tôn giáo", "", ""),
        ("Sở Lao động - Thương binh và Xã hội", "sở lao động - thương binh và xã hội", "", ""),
        ("Sở Văn hóa, Thể thao và Du lịch", "sở văn hoá, thể thao và du lịch", "", ""),
        ("Sở Văn hóa, Xã hội", "sở văn hoá, xã hội", "", ""),
        (
            "Sở Văn hoá, Thể thao và Du lịch, tỉnh Bắc Giang",
            "sở văn hoá, thể thao và du lịch",
            "",
            "bắc giang",
        ),
        ("Văn phòng Ủy ban nhân dân tỉnh", "văn phòng ubnd tỉnh", "", ""),
        ("Thanh tra tỉnh", "thanh tra tỉnh", "", ""),
        ("Huyện", "huyện", "", ""),
        ("", "", "", ""),
        (None, "", "", ""),
    ],
)
def test_a_name_is_taken_apart(text: str | None, name: str, kind: str, parent: str) -> None:
    assert name_parts(text)[:3] == (name, kind, parent)


def test_the_whole_name_stays_available() -> None:
    assert name_parts("UBND xã A, Huyện B").full_key == "xã a, huyện b"


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_unicode_form_case_and_spaces_do_not_matter(form: str) -> None:
    written = unicodedata.normalize(form, "  HUYỆN\u00a0 Hiệp  Hòa ")
    assert text_key(written) == text_key("huyện hiệp hoà")


@pytest.mark.parametrize(
    ("one", "other"), [("Hòa", "hoà"), ("Thủy", "THUỶ"), ("khỏe", "khoẻ"), ("Ðồng", "đồng")]
)
def test_tone_placement_and_look_alikes(one: str, other: str) -> None:
    assert text_key(one) == text_key(other)


def test_different_tones_stay_different() -> None:
    assert text_key("Hòa") != text_key("Hóa")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" h02.216 ", "H02.216"),
        ("000.19.29.H02", "H02.29.19"),
        ("000.00.00.H02", "H02"),
        ("H02.216.07306", "H02.216.07306"),
        ("216", "216"),
        ("07306", "07306"),
        ("không rõ", "KHÔNGRÕ"),
        ("000", "000"),
        ("  ", None),
        (None, None),
    ],
)
def test_agency_codes(text: str | None, code: str | None) -> None:
    assert agency_code(text) == code


@pytest.mark.parametrize(
    ("dossier", "code"),
    [
        ("000.19.29.H02-230825-0001", "H02.29.19"),
        ("H02.216.07306-230825-0001", "H02.216.07306"),
        ("h02.s01–230825–0001", "H02.S01"),
        ("2023-00012", None),
        ("HS-00012", None),
        ("H02.216", None),
        (None, None),
    ],
)
def test_prefix_of_a_dossier_code(dossier: str | None, code: str | None) -> None:
    assert code_prefix(dossier) == code


def test_names_sort_by_the_vietnamese_alphabet() -> None:
    right = [
        "An Lạc",
        "Ấm",
        "Bắc Lũng",
        "Dĩnh Kế",
        "Đa Mai",
        "Hòa",
        "Hỏa",
        "Hóa",
        "Hoan",
        "Ôn",
        "Ơn",
        "Yên",
    ]
    wrong = right[::-1]
    assert sorted(wrong, key=sort_key) == right
