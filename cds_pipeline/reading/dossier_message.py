"""One dossier of a synchronisation message becomes one row of text.

Belongs here: flattening the nested lists of CONTRACT.md 1.1, and what must be derived from personal
fields before they are forgotten. Does not belong here: opening messages (``sync_message``), typing
the text (``canonical``).

Personal fields (file names and links, identity numbers) are looked at here and leave as yes/no.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from functools import cache
from typing import Any

from cds_pipeline.contracts.codes import amount_of, flag_of, is_blank
from cds_pipeline.contracts.rules import mark
from cds_pipeline.contracts.vocabulary import load_vocabulary
from cds_pipeline.reading.dates import read_date

Message = Mapping[str, Any]
#: Stands for a value that is no plain text (a list where a code should be); reads as nothing known.
NOT_PLAIN = "{}"

_JOINED = "##"
_LIVE = frozenset({"", "0", "false", "không"})
_MACHINE_AMOUNT = re.compile(r"^-?\d+(?:\.\d{1,2})?$", re.ASCII)
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
    row["has_sentinel_identity"] = _written(_has_sentinel_identity(dossier))
    return row


def text_of(value: object) -> str | None:
    """A JSON value as a cell: numbers plain, true and false as 1 and 0, null as no cell."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 2**53 else repr(value)
    return NOT_PLAIN


@cache
def _plain_fields() -> tuple[tuple[str, str], ...]:
    columns = load_vocabulary().columns.values()
    return tuple((column.name, column.field) for column in columns if column.field is not None)


def _written(value: bool | int | Decimal | None) -> str | None:
    """A derived value as the text the flat reader would find."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else "0"
    return str(value).replace(".", ",")


def _entries(dossier: Message, field: str) -> list[Message] | None:
    """The objects of a list field; ``None`` where the message does not have the list."""
    value = dossier.get(field)
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list):
        return None
    return [entry for entry in value if isinstance(entry, dict)]


def _parts(value: object) -> Sequence[str]:
    """The texts joined by ``##`` in one field, blank ones left out."""
    text = text_of(value)
    if text is None or is_blank(text):
        return ()
    if _JOINED not in text:
        return (text.strip(),)
    return [part.strip() for part in text.split(_JOINED) if not is_blank(part)]


def _files(entry: Message, *fields: str) -> int:
    """How many files an entry stands for: several may be joined with ``##``."""
    joined = [value for field in fields if _JOINED in (value := str(entry.get(field)))]
    return max(1, *map(len, map(_parts, joined))) if joined else 1


def _carried(entry: Message, field: str, files: int, yes: frozenset[str]) -> int | None:
    """How many of an entry's files a flag is set for; ``None`` when it does not carry the flag."""
    flags = _parts(entry.get(field))
    if not flags:
        return None
    if len(flags) == 1:
        return files if flags[0].casefold() in yes else 0
    return min(files, sum(flag.casefold() in yes for flag in flags))


_YES = frozenset({"1", "true", "có", "x", "yes"})
_REUSED = _YES | {"2"}


def _add_components(row: dict[str, str | bool | None], dossier: Message) -> None:
    entries = _entries(dossier, "TaiLieuNop") or []
    live = [e for e in entries if (text_of(e.get("IsDeleted")) or "").strip().casefold() in _LIVE]
    files = [_files(e, "TepDinhKemId", "DuongDanTaiTepTin", "TenTepDinhKem") for e in live]
    row["components"] = _written(sum(files))
    for column, field, yes in (
        ("components_digitized", "DuocSoHoa", _YES),
        ("components_reused", "DuocTaiSuDung", _REUSED),
        ("components_from_store", "DuocLayTuKhoDMQG", _YES),
    ):
        counts = [_carried(e, field, n, yes) for e, n in zip(live, files, strict=True)]
        carried = [count for count in counts if count is not None]
        row[column] = _written(sum(carried)) if carried or not live else None
    _decide_digitized(row, carries=any(_parts(e.get("DuocSoHoa")) for e in live))


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
    row["has_digitized_component"] = _written(digitized)


def _add_results(row: dict[str, str | bool | None], dossier: Message) -> None:
    results = _entries(dossier, "DanhSachGiayToKetQua") or []
    row["results"] = _written(sum(_files(e, "GiayToId", "DuongDanTepTinKetQua") for e in results))
    row["has_e_result"] = _written(
        any(
            _parts(e.get("MaGiayToKetQua")) and _parts(e.get("DuongDanTepTinKetQua"))
            for e in results
        )
    )
    links = {link for e in results for link in _parts(e.get("DuongDanTepTinKetQua"))}
    components = _entries(dossier, "TaiLieuNop") or []
    submitted = {link for e in components for link in _parts(e.get("DuongDanTaiTepTin"))}
    row["result_equals_component"] = _written(bool(links & submitted))


def _add_fees(row: dict[str, str | bool | None], dossier: Message) -> None:
    entries = _entries(dossier, "DanhSachLePhi")
    if entries is None:
        return
    amounts = [_amount(entry.get("Gia")) for entry in entries]
    readable = [amount for amount in amounts if amount is not None]
    if len(readable) < len(amounts):
        row["fee_total"] = NOT_PLAIN
    elif any(amount < 0 for amount in readable):
        row["fee_total"] = "-1"
    else:
        row["fee_total"] = _written(sum(readable, Decimal(0)))


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
        return (
            number.quantize(Decimal("0.01"))
            if number.is_finite() and abs(number) < 10**15
            else None
        )
    return amount_of(text)


def _add_supplements(row: dict[str, str | bool | None], dossier: Message) -> None:
    entries = _entries(dossier, "DanhSachHoSoBoSung") or []
    spans = [(_date(e.get("NgayBoSung")), _date(e.get("NgayTiepNhanBoSung"))) for e in entries]
    waited = [int((end - start).total_seconds()) for start, end in spans if start and end]
    row["supplement_requests"] = _written(len(spans))
    row["supplement_open_requests"] = _written(sum(end is None for _start, end in spans))
    row["supplement_seconds"] = _written(sum(seconds for seconds in waited if seconds > 0))
    finished = _date(dossier.get("NgayKetThucXuLy"))
    asked = [start for start, end in spans if start is not None and end is None]
    row[mark("finished_while_waiting")] = (
        finished is not None
        and row.get("status") in _REPORTED_DONE
        and any(_same_moment(finished, start) for start in asked)
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
    databases = _entries(dossier, "DSKetNoiCSDL")
    account = row.get("vneid_authenticated")
    by_account = flag_of(account) if isinstance(account, str) else None
    if databases is None:
        return _written(by_account)
    known = {code.casefold() for code in load_vocabulary().population_databases}
    connected = any(part.casefold() in known for e in databases for part in _parts(e.get("MaCSDL")))
    return _written(bool(by_account) or connected)


def _has_sentinel_identity(dossier: Message) -> bool | None:
    """Whether an identity number is a placeholder such as 000000001; ``None`` without a number."""
    listed = _entries(dossier, "DinhDanhCHS") or []
    values = [dossier.get("SoGiayToChuHoSo"), *(e.get("SoDinhDanh") for e in listed)]
    numbers = [part for value in values for part in _parts(value)]
    if not numbers:
        return None
    return any(_SENTINEL.match(number) or number in _SEQUENCES for number in numbers)
