from pathlib import Path

from small_world import build, rows_of

from cds_pipeline.models.catalog import load_catalog


def test_every_indicator_file_is_a_row(tmp_path: Path) -> None:
    expected = sorted(
        (i.header.indicator_id, i.header.definition_version) for i in load_catalog().indicators
    )
    with build(tmp_path, [{}]) as session:
        found = rows_of(
            session,
            "select indicator_id, definition_version from marts.dim_indicator"
            " where source <> 'scores' order by 1, 2",
        )
        assert found == expected
        assert {
            "digitization_rate", "e_result_rate", "reuse_rate", "online_submission_rate", "on_time_rate",
        } <= {indicator for indicator, _ in found}  # fmt: skip


def test_groups_and_the_total_begin_a_version_whenever_a_part_does(tmp_path: Path) -> None:
    with build(tmp_path, [{}]) as session:
        assert rows_of(
            session,
            "select indicator_id, definition_version, max_score, cast(valid_to as varchar)"
            " from marts.dim_indicator where source = 'scores' order by display_order, valid_from",
        ) == [
            ("total_score", "v2020-01-01", 100.0, "2026-01-01"),
            ("total_score", "v2026-01-01", 100.0, None),
            ("group_transparency", "v2020-01-01", 18.0, None),
            ("group_progress", "v2020-01-01", 20.0, None),
            ("group_digitization", "v2020-01-01", 22.0, "2026-01-01"),
            ("group_digitization", "v2026-01-01", 22.0, None),
            ("group_online_services", "v2020-01-01", 12.0, None),
            ("group_payment", "v2020-01-01", 10.0, None),
            ("group_satisfaction", "v2020-01-01", 18.0, None),
        ]
