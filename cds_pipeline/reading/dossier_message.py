"""One dossier of a synchronisation message becomes one row of text.

Belongs here: flattening the nested lists of CONTRACT.md 1.1, and what must be derived from personal
fields before they are forgotten. Does not belong here: opening messages (``sync_message``), typing
the text (``canonical``).

Personal fields (file names and links, identity numbers) are looked at here and leave as yes/no.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal
from functools import cache

from cds_pipeline.contracts.codes import (
    amount_of,
    flag_of,
    is_blank,
    is_like_a_personal_number,
    paid_online,
)
from cds_pipeline.contracts.rules import mark
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.dates import read_date
from cds_pipeline.reading.message_values import (
    NOT_PLAIN,
    Message,
    files_of,
    flagged,
    objects_of,
    parts,
    text_of,
    written,
)
from cds_pipeline.reference.text import text_key

_LIVE = frozenset({"", "0", "false", "không"})
_MACHINE_AMOUNT = re.compile(r"^-?\d+(?:\.\d{1,2})?$", re.ASCII)
_CENT = Decimal("0.01")
_SENTINEL = re.compile(r"^(?:0*1|(\d)\1*)$", re.ASCII)
_SEQUENCES = ("0123456789", "123456789", "1234567890", "012345678901", "123456789012")
_REPORTED_DONE = frozenset({"9"})


def flatten(dossier: Message) -> dict[str, str | bool | None]:
    """Canonical columns of one dossier as text, and ``mark.<rule>`` for faults only seen here."""
    row: dict[str, str | bool | None] = {
        column: text_of(dossier.get(field)) for column, field in _plain_fields()
    }
    # A blank channel counts as 1, an absent one is blank.
    row["channel"] = row.get("channel") or ""
    if isinstance(dossier.get("TrangThaiHoSo"), bool):
        row["status"] = NOT_PLAIN
    # A list that is absent is an empty one: the same dossier must read the same either way.
    _add_components(row, dossier)
    _add_results(row, dossier)
    _add_fees(row, dossier)
    _add_supplements(row, dossier)
    row["uses_population_data"] = _uses_population_data(row, dossier)
    row["has_sentinel_identity"] = written(_has_sentinel_identity(dossier))
    return row


@cache
def _plain_fields() -> tuple[tuple[str, str], ...]:
    columns = load_vocabulary().columns.values()
    return tuple((column.name, column.field) for column in columns if column.field is not None)


_YES = frozenset({"1", "true", "có", "x", "yes"})
_REUSED = _YES | {"2"}


def _add_components(row: dict[str, str | bool | None], dossier: Message) -> None:
    entries = objects_of(dossier, "TaiLieuNop") or []
    live = [e for e in entries if (text_of(e.get("IsDeleted")) or "").strip().casefold() in _LIVE]
    files = [files_of(e, "TepDinhKemId", "DuongDanTaiTepTin", "TenTepDinhKem") for e in live]
    row["components"] = written(sum(files))
    row[mark("files_joined")] = sum(files) > len(live)
    for column, field, yes in (
        ("components_digitized", "DuocSoHoa", _YES),
        ("components_reused", "DuocTaiSuDung", _REUSED),
        ("components_from_store", "DuocLayTuKhoDMQG", _YES),
    ):
        counts = [flagged(e, field, n, yes) for e, n in zip(live, files, strict=True)]
        carried = [count for count in counts if count is not None]
        row[column] = written(sum(carried)) if carried or not live else None
    _decide_digitized(row, carries=any(parts(e.get("DuocSoHoa")) for e in live))


def _decide_digitized(row: dict[str, str | bool | None], *, carries: bool) -> None:
    """Live files that carry the flag decide, and one of the dossier that says otherwise is marked.

    Where none carries it the dossier's flag stands, and how many were digitized is not known.
    """
    if not carries:
        row["components_digitized"] = None
        return
    said = row.get("has_digitized_component")
    flag = flag_of(said) if isinstance(said, str) else None
    digitized = row["components_digitized"] != "0"
    row[mark("digitized_flag_contradicts")] = flag is not None and flag != digitized
    row["has_digitized_component"] = written(digitized)


def _add_results(row: dict[str, str | bool | None], dossier: Message) -> None:
    results = objects_of(dossier, "DanhSachGiayToKetQua") or []
    files = sum(files_of(e, "GiayToId", "DuongDanTepTinKetQua") for e in results)
    row["results"] = written(files)
    if files > len(results):
        row[mark("files_joined")] = True
    row["has_e_result"] = written(
        any(
            parts(e.get("MaGiayToKetQua")) and parts(e.get("DuongDanTepTinKetQua")) for e in results
        )
    )
    links = {link for e in results for link in parts(e.get("DuongDanTepTinKetQua"))}
    components = objects_of(dossier, "TaiLieuNop") or []
    submitted = {link for e in components for link in parts(e.get("DuongDanTaiTepTin"))}
    row["result_equals_component"] = written(bool(links & submitted))


def _add_fees(row: dict[str, str | bool | None], dossier: Message) -> None:
    entries = objects_of(dossier, "DanhSachLePhi")
    if entries is None:
        return
    row[mark("payment_method_contradicts")] = _is_cash_said_online(row, entries)
    amounts = [_amount(entry.get("Gia")) for entry in entries]
    readable = [amount for amount in amounts if amount is not None]
    if len(readable) < len(amounts):
        row["fee_total"] = NOT_PLAIN
    elif any(amount < 0 for amount in readable):
        row["fee_total"] = "-1"
    else:
        row["fee_total"] = written(sum(readable, Decimal(0)))


def _is_cash_said_online(row: dict[str, str | bool | None], fees: list[Message]) -> bool:
    """Whether payment is said to be online while every fee that says how was paid in cash."""
    said = row.get("online_payment")
    if not isinstance(said, str) or not paid_online(said):
        return False
    methods = [text_key(part) for fee in fees for part in parts(fee.get("HinhThucThu"))]
    return bool(methods) and load_vocabulary().cash_methods.issuperset(methods)


def _amount(value: object) -> Decimal | None:
    """A fee: a JSON number, a plain decimal as machines write it, or a Vietnamese number.

    The last two never look alike: a machine's decimal point is followed by one or two digits, a
    Vietnamese thousands dot by three. A fee without an amount costs nothing.
    """
    text = text_of(value)
    if text is None or is_blank(text):
        return Decimal(0)
    if isinstance(value, int | float) or _MACHINE_AMOUNT.match(text.strip()):
        number = Decimal(text.strip())
        if not number.is_finite() or abs(number) >= 10**15:
            return None
        return None if is_like_a_personal_number(text, number) else number.quantize(_CENT)
    return amount_of(text)


def _add_supplements(row: dict[str, str | bool | None], dossier: Message) -> None:
    entries = objects_of(dossier, "DanhSachHoSoBoSung") or []
    spans = [(_date(e.get("NgayBoSung")), _date(e.get("NgayTiepNhanBoSung"))) for e in entries]
    waited = [int((end - start).total_seconds()) for start, end in spans if start and end]
    row["supplement_requests"] = written(len(spans))
    row["supplement_open_requests"] = written(sum(end is None for _start, end in spans))
    row["supplement_seconds"] = written(sum(seconds for seconds in waited if seconds > 0))
    row[mark("finished_while_waiting")] = row.get("status") in _REPORTED_DONE and (
        _is_waiting(spans, _date(dossier.get("NgayKetThucXuLy")))
    )


def _is_waiting(
    spans: list[tuple[datetime | None, datetime | None]], finished: datetime | None
) -> bool:
    """Whether a request is open, or the end is the moment of a request."""
    return any(
        end is None or (start is not None and finished and _same_moment(finished, start))
        for start, end in spans
    )


def _date(value: object) -> datetime | None:
    text = text_of(value)
    return None if text is None else read_date(text)


def _same_moment(left: datetime, right: datetime) -> bool:
    """Equal, or the same day where one of them has no time."""
    if time() in (left.time(), right.time()):
        return left.date() == right.date()
    return left == right


def _uses_population_data(row: dict[str, str | bool | None], dossier: Message) -> str | None:
    databases = objects_of(dossier, "DSKetNoiCSDL")
    account = row.get("vneid_authenticated")
    by_account = flag_of(account) if isinstance(account, str) else None
    if databases is None:
        return written(by_account)
    known = {code.casefold() for code in load_vocabulary().population_databases}
    connected = any(part.casefold() in known for e in databases for part in parts(e.get("MaCSDL")))
    return written(bool(by_account) or connected)


def _has_sentinel_identity(dossier: Message) -> bool | None:
    """Whether an identity number is a placeholder such as 000000001; ``None`` without a number."""
    listed = objects_of(dossier, "DinhDanhCHS") or []
    values = [dossier.get("SoGiayToChuHoSo"), *(e.get("SoDinhDanh") for e in listed)]
    numbers = [part for value in values for part in parts(value)]
    if not numbers:
        return None
    return any(_SENTINEL.match(number) or number in _SEQUENCES for number in numbers)
