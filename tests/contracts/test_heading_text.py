"""Which unknown headings may be repeated in a message."""

import pytest

from cds_pipeline.contracts.heading_text import may_be_shown


@pytest.mark.parametrize(
    "heading",
    ["Ngày tiếp nhận hồ sơ", "Mã hồ sơ nội bộ", "Ghi chú", "Họ và tên", "Số điện thoại", "Trang thái",
     "Người tiếp nhận", "NGÀY HẸN TRẢ KQ", "Số CCCD"],
)  # fmt: skip
def test_headings_are_shown(heading: str) -> None:
    assert may_be_shown(heading)


@pytest.mark.parametrize(
    "value",
    ["Nguyễn Văn A", "Lý Thành Danh", "Trần Thanh Toán", "Hồ Chính Định", "001085012345", "0912345678",
     "a.b@c.vn", "Hồ sơ của Nguyễn Văn A", "Thôn Đông, xã Phúc Sơn, huyện Tân Yên", "25/08/1980", "",
     "Cấp đổi giấy phép lái xe cho Trần B", "NGUYỄN THỊ TÌNH TRẠNG", "Mạnh"],
)  # fmt: skip
def test_values_are_not(value: str) -> None:
    assert not may_be_shown(value)
