"""History: which rows are versions, which are repeats, which version is known on which day."""

from pathlib import Path

from small_world import build, rows_of

VERSIONS = (
    "select status, version_no, valid_from::varchar, valid_to::varchar, superseded_on::varchar"
    " from marts.fact_dossier_version order by source_system, version_no"
)


def test_the_later_update_wins_whatever_day_it_came(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "status": 9, "updated_at": "2023-08-20 10:00:00", "delivered_on": "2023-08-20"},
        {"dossier_code": "D", "status": 4, "updated_at": "2023-08-10 10:00:00", "delivered_on": "2023-08-22"},
    ]  # fmt: skip
    with build(tmp_path, rows) as session:
        # The older version came late: it is in history, and was never the latest.
        assert rows_of(session, VERSIONS) == [
            (4, 1, "2023-08-22", "2023-08-22", "2023-08-22"),
            (9, 2, "2023-08-20", None, None),
        ]
        assert rows_of(session, "select status from marts.fact_dossier") == [(9,)]


def test_without_an_update_time_the_delivery_day_decides(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "status": 9, "updated_at": "2023-08-20 10:00:00", "delivered_on": "2023-08-20"},
        {"dossier_code": "D", "status": 4, "delivered_on": "2023-08-20", "file": "b.csv"},
    ]  # fmt: skip
    with build(tmp_path, rows) as session:
        assert rows_of(session, "select status from marts.fact_dossier") == [(4,)]


def test_an_update_time_days_after_the_delivery_is_not_believed(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "status": 9, "updated_at": "2029-01-01 00:00:00", "delivered_on": "2023-08-20"},
        {"dossier_code": "D", "status": 10, "delivered_on": "2023-08-21"},
    ]  # fmt: skip
    with build(tmp_path, rows) as session:
        assert rows_of(session, "select status from marts.fact_dossier") == [(10,)]


def test_of_equal_rows_the_first_is_loaded_and_the_others_are_repeated(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "delivered_on": "2023-08-21", "file": "b.csv"},
        {"dossier_code": "D", "delivered_on": "2023-08-20", "file": "z.csv"},
        {"dossier_code": "D", "delivered_on": "2023-08-21", "file": "a.csv"},
        {"dossier_code": "E", "delivered_on": "2023-08-21", "file": "a.csv"},
    ]
    with build(tmp_path, rows) as session:
        assert rows_of(
            session,
            "select file_name, rows_read, rows_loaded, rows_quarantined, rows_repeated"
            " from quality.load_manifest order by file_name",
        ) == [
            ("2023-08-20/z.csv", 1, 1, 0, 0),
            ("2023-08-21/a.csv", 2, 1, 0, 1),
            ("2023-08-21/b.csv", 1, 0, 0, 1),
        ]


def test_two_sources_keep_their_history_and_precedence_decides(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "status": 4, "source_system": "onestop", "file": "onestop/a.csv",
         "delivered_on": "2023-08-20"},
        {"dossier_code": "D", "status": 9, "source_system": "portal", "file": "portal/a.csv",
         "delivered_on": "2023-08-22"},
    ]  # fmt: skip
    with build(tmp_path / "none", rows) as session:
        assert rows_of(session, "select status from marts.fact_dossier") == [(9,)]
    ranked = "source_system,rank\nonestop,1\nportal,2\n"
    with build(tmp_path / "ranked", rows, precedence=ranked) as session:
        assert rows_of(session, "select status from marts.fact_dossier") == [(4,)]
        assert rows_of(session, VERSIONS) == [
            (4, 1, "2023-08-20", None, None),
            (9, 1, "2023-08-22", None, "2023-08-22"),
        ]


def test_as_of_an_earlier_day_only_what_was_delivered_then_exists(tmp_path: Path) -> None:
    rows = [
        {"dossier_code": "D", "status": 4, "delivered_on": "2023-08-20"},
        {"dossier_code": "D", "status": 9, "delivered_on": "2023-08-22"},
        {"dossier_code": "E", "status": 4, "delivered_on": "2023-08-22"},
    ]
    with build(tmp_path, rows, as_of="2023-08-21") as session:
        assert rows_of(session, "select dossier_code, status from marts.fact_dossier") == [("D", 4)]
        assert rows_of(session, "select count(*) from quality.load_manifest") == [(1,)]
