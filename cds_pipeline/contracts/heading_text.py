"""Headings as keys, and the headings of the vocabulary.

Belongs here: when two headings are the same, which column an accepted one is, which ones may be
shown. Does not belong here: finding the heading rows of a table (``reading.headings``).
"""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reference.text import text_key

if TYPE_CHECKING:
    from collections.abc import Mapping

_FOOTNOTE = re.compile(r"\(\s*(?:\*+|\d{1,2}|[ivx]{1,4}|[a-h])\s*\)|\[\s*\d{1,2}\s*\]|\*+|[¹²³⁴⁵]")
_ASIDE = re.compile(
    r"\(\s*(?:đồng|đ|vnđ|vnd|nếu có|bắt buộc|có/không|có / không|x|0/1|0, 1|"
    r"(?:ngày|giờ|dd|hh|d|h)[\s/:,.\-]*[a-zàáâăđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữự/:\s,.\-]*)\s*\)"
)
_PUNCTUATION = re.compile(r"[^\w]+|_+")


@lru_cache(maxsize=4096)
def heading_key(text: str | None) -> str:
    """A heading for comparison: text key without footnote marks, asides and punctuation."""
    key = _FOOTNOTE.sub(" ", text_key(text))
    return " ".join(_PUNCTUATION.sub(" ", _ASIDE.sub(" ", key)).split())


@cache
def known_headings() -> Mapping[str, str]:
    """Canonical column of every accepted heading, by :func:`heading_key`."""
    return {
        heading_key(heading): column.name
        for column in load_vocabulary().columns.values()
        for heading in column.headings
    }


@cache
def heading_parts() -> frozenset[str]:
    """Every run of words of an accepted heading: what one cell of merged heading rows may say."""
    return frozenset(
        " ".join(words[start:end])
        for words in (key.split() for key in known_headings())
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    )


# Other words that headings of such exports are made of, beside those of the vocabulary.
_OTHER_WORDS = """stt tt số thứ tự ghi chú họ và tên chủ của người nộp địa chỉ điện thoại di động
email thư cmnd cccd căn cước công dân chứng minh giấy tờ tùy thân mã ký hiệu nội dung lĩnh vực
phòng ban cán bộ chuyên viên bước quy trình giờ thời hạn gian tổng cộng ý kiến lý do kèm tệp tin
file biên lai huyện xã tỉnh thôn năm tháng tuần cấp nguồn hệ thống phiên bản loại nhóm đánh giá hài
lòng trễ sớm đúng quá chưa đã được không là theo tại từ đến vào ra trên sau trước mới cũ khác"""
_FAMILY_NAMES = """nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đoàn
trịnh trương lâm mai đào cao hà lương tạ tô phùng chu vương quách thân giáp nông vi lục hứa khổng
nghiêm triệu bế lò vàng giàng"""
_HEADING_WORDS = frozenset(map(text_key, _OTHER_WORDS.split()))
_SURNAMES = frozenset(map(text_key, _FAMILY_NAMES.split()))


def may_be_shown(heading: str) -> bool:
    """Whether a heading is surely one, and no value of a person.

    A table without headings, or with values among them, must not have a name, number or address
    repeated in a message: shown is what reads like an accepted heading or, for more than half, is
    made of the words headings are made of, and holds no number, no ``@`` and no family name.
    """
    key = heading_key(heading)
    words = key.split()
    if not words or len(heading) > 80 or "@" in heading or re.search(r"\d{3}", heading):
        return False
    pairs = list(pairwise(words))
    in_pair = {word for pair in pairs if " ".join(pair) in heading_parts() for word in pair}
    if any(word in _SURNAMES and word not in in_pair for word in words):
        return False
    if difflib.get_close_matches(key, list(known_headings()), n=1, cutoff=0.8):
        return True
    known = heading_parts() | _HEADING_WORDS
    return 2 * sum(word in known for word in words) > len(words)
