"""The warehouse is a function of the deliveries: not of their order, repeats or re-runs."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_world import rows_of, write_reference

from cds_pipeline.settings import Settings
from cds_pipeline.warehouse.build import open_build
from cds_pipeline.warehouse.lake import ingest

FIRST_DAY = date(2023, 8, 21)
HEADING = (
    "Mã hồ sơ,Mã TTHC,Mã đơn vị,Ngày tiếp nhận,Trạng thái,Số hóa thành phần hồ sơ,Ngày cập nhật"
)
TABLES = {
    "marts.fact_dossier": "dossier_code",
    "marts.fact_dossier_version": "source_file, source_row",
    "marts.fact_indicator": "as_of_date, period_type, period_start, unit_key, indicator_id",
    "marts.rank_unit": "as_of_date, period_type, period_start, indicator_id, peer_group, unit_key",
    "quality.quarantine": "file_name, source_row, rule_id",
}

row = st.builds(
    lambda code, unit, day, status, digitized, updated: (
        f"D-{code},1.000001,{unit},{20 + day}/08/2023 08:00:00,{status},{digitized},{updated}"
    ),
    code=st.integers(1, 4),
    unit=st.sampled_from(["T01.A.1", "T01.B.1", "T01.S1", "ZZ"]),
    day=st.integers(1, 4),
    status=st.sampled_from(["4", "9", "10", "không rõ"]),
    digitized=st.sampled_from(["có", "không"]),
    updated=st.sampled_from(["", "21/08/2023 10:00:00", "23/08/2023 10:00:00", "31/12/2024"]),
)
delivery = st.tuples(
    st.integers(0, 3),
    st.sampled_from(["a.csv", "b.csv", "motcua/a.csv"]),
    st.lists(row, max_size=5),
)
deliveries = st.lists(delivery, min_size=1, max_size=5, unique_by=lambda d: d[:2])


def deliver(home: Path, given_files: list[tuple[int, str, list[str]]]) -> set[date]:
    days = set()
    for offset, name, rows in given_files:
        day = FIRST_DAY + timedelta(days=offset)
        path = home / "landing" / day.isoformat() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join([HEADING, *rows]) + "\n", encoding="utf-8")
        days.add(day)
    return days


def logical_warehouse(configuration: Settings) -> dict[str, list[tuple[object, ...]]]:
    with open_build(configuration) as session:
        session.start_over()
        session.prepare()
        for model in session.catalog.models:
            session.build(model.name)
        found = {
            name: rows_of(session, f"select * from {name} order by {order}")
            for name, order in TABLES.items()
        }
        found["manifest"] = rows_of(
            session, "select * exclude (loaded_at) from quality.load_manifest order by file_name"
        )
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=deliveries, data=st.data())
def test_any_order_repeat_and_rerun_gives_the_same_warehouse(
    files: list[tuple[int, str, list[str]]], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reference = write_reference(Path(folder) / "reference")
        at_once = Settings(
            home=Path(folder) / "once", reference=reference, threads=1, _env_file=None
        )
        in_steps = Settings(
            home=Path(folder) / "steps", reference=reference, threads=1, _env_file=None
        )
        days = sorted(deliver(at_once.home, files))
        deliver(in_steps.home, files)
        ingest(at_once)
        order = data.draw(st.permutations(days), label="order of runs")
        again = data.draw(st.lists(st.sampled_from(days), max_size=3), label="run again")
        for day in [*order, *again]:
            ingest(in_steps, first=day, last=day)
        assert logical_warehouse(in_steps) == logical_warehouse(at_once)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(files=deliveries)
def test_every_row_is_loaded_quarantined_or_repeated(
    files: list[tuple[int, str, list[str]]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        reference = write_reference(Path(folder) / "reference")
        configuration = Settings(
            home=Path(folder) / "home", reference=reference, threads=1, _env_file=None
        )
        deliver(configuration.home, files)
        ingest(configuration)
        with open_build(configuration) as session:
            session.prepare()
            for model in session.catalog.models:
                session.build(model.name)
            manifest = rows_of(
                session,
                "select file_name, rows_read, rows_loaded + rows_quarantined + rows_repeated"
                " as accounted from quality.load_manifest",
            )
        expected = {
            f"{(FIRST_DAY + timedelta(days=offset)).isoformat()}/{name}": len(rows)
            for offset, name, rows in files
        }
        assert {name: read for name, read, _ in manifest} == expected
        assert {name: accounted for name, _, accounted in manifest} == expected
