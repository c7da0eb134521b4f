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
            "select indicator_id, definition_version from marts.dim_indicator order by 1, 2",
        )
        assert found == expected
        assert {
            "digitization_rate", "e_result_rate", "reuse_rate", "online_submission_rate", "on_time_rate",
        } <= {indicator for indicator, _ in found}  # fmt: skip
