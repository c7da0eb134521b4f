from pathlib import Path

from small_world import build, rows_of


def test_a_dossier_is_one_row_its_latest_version(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "status": 4, "delivered_on": "2023-08-01", "fee_total": None},
        {"dossier_code": "D", "status": 10, "delivered_on": "2023-08-02", "channel": 2,
         "finished_at": "2023-08-02 10:00:00"},
    ]  # fmt: skip
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select dossier_code, status, channel, version_no, is_on_time, is_overdue,"
            " source_file, source_row from marts.fact_dossier",
        ) == [("D", 10, 2, 2, True, False, "2023-08-02/a.csv", 2)]


def test_a_dossier_never_received_is_kept_and_counted_nowhere(tmp_path: Path) -> None:
    with build(tmp_path, [{"status": 1, "received_at": None}]) as session:
        assert rows_of(
            session, "select status, is_on_time, is_overdue from marts.fact_dossier"
        ) == [(1, None, None)]
        assert rows_of(session, "select max(denominator) from marts.fact_indicator") == [(0,)]
