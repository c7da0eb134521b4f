"""Checks as Dagster shows them: one per rule on its table, and one gate before publishing.

Belongs here: turning planned checks and outcomes into Dagster's, offending rows included. Does not
belong here: what is checked (``gate``, ``sql/audits``, ``sql/expectations.yml``).

A check that blocks in Dagster holds back everything downstream of its table, other checked tables
too, and the first failure would hide the rest. So all checks run in one step once every table is
built, each reported on its own table, and a single blocking check, the gate, stops publishing.
"""

from collections.abc import Iterator

import dagster as dg

from cds_pipeline.models.catalog import Catalog
from cds_pipeline.orchestration.gate import RESULT_TABLE, planned_checks
from cds_pipeline.orchestration.markdown import markdown_table, sql_block
from cds_pipeline.orchestration.metadata import built_metadata
from cds_pipeline.orchestration.names import VERDICT, asset_key, group_of
from cds_pipeline.orchestration.resource import RESOURCE, workshop_of
from cds_pipeline.quality.outcome import CheckOutcome, PlannedCheck

GATE = "cong_truoc_khi_cong_bo"
_TABLE_OUTPUT = "check_result"
_RULE_HEADINGS = ("Phép kiểm tra", "Bảng", "Mức", "Số dòng", "Quy tắc")


def checking_asset(catalog: Catalog) -> dg.AssetsDefinition:
    """The table of check results and, in the same step, every check on every table."""
    planned = planned_checks(catalog)
    specs = {f"check_{number}": _spec(check) for number, check in enumerate(planned)}
    gate = dg.AssetCheckSpec(
        GATE, asset=VERDICT, blocking=True, description="Mọi kiểm tra mức error đều đạt."
    )
    inputs = {"__".join(key.path): key for key in _judged(catalog, planned)}
    outputs = [_TABLE_OUTPUT, GATE, *specs]

    @dg.op(
        name="quality__check_result",
        ins={name: dg.In(dg.Nothing) for name in inputs},
        out={name: dg.Out(dg.Nothing, is_required=False) for name in outputs},
        required_resource_keys={RESOURCE},
    )
    def check_tables(
        context: dg.OpExecutionContext,
    ) -> Iterator[dg.AssetCheckResult | dg.Output[None]]:
        workshop = workshop_of(context)
        with workshop.remembering_failure():
            outcomes = workshop.judge()
            metadata = built_metadata(workshop, RESULT_TABLE, len(outcomes), _seconds(outcomes))
        for outcome in outcomes:
            yield check_result(outcome)
        yield dg.Output(None, _TABLE_OUTPUT, metadata=metadata)
        yield gate_result(outcomes)

    return dg.AssetsDefinition(
        keys_by_input_name=inputs,
        keys_by_output_name={_TABLE_OUTPUT: VERDICT},
        node_def=check_tables,
        check_specs_by_output_name={**specs, GATE: gate},
        group_names_by_key={VERDICT: group_of(RESULT_TABLE)},
        descriptions_by_key={VERDICT: _DESCRIPTION},
        tags_by_key={VERDICT: {"dagster/kind/duckdb": "", "dagster/kind/great_expectations": ""}},
    )


_DESCRIPTION = (
    "Kết quả kiểm tra.\n\nMọi phép kiểm tra (SQL và Great Expectations) trên kho vừa dựng, "
    f"trước khi công bố. Kiểm tra `{GATE}` chặn công bố khi một kiểm tra mức error không đạt."
)


def check_result(outcome: CheckOutcome) -> dg.AssetCheckResult:
    """One outcome: verdict, how many rows, the first of them, the query that finds them."""
    metadata: dict[str, dg.MetadataValue] = {
        "Số dòng không đạt": dg.MetadataValue.int(outcome.failing_count),
        "Giây": dg.MetadataValue.float(round(outcome.seconds, 3)),
    }
    if outcome.sample:
        headings = list(outcome.sample[0])
        metadata["Quy tắc"] = dg.MetadataValue.md(outcome.description_vi)
        metadata["Các dòng đầu tiên"] = dg.MetadataValue.md(
            markdown_table(outcome.sample, headings)
        )
        metadata["Câu lệnh tìm các dòng"] = dg.MetadataValue.md(sql_block(outcome.query))
    return dg.AssetCheckResult(
        asset_key=asset_key(outcome.table),
        check_name=outcome.check_id,
        passed=outcome.verdict == "passed",
        severity=_severity(outcome.severity),
        metadata=metadata,
    )


def gate_result(outcomes: list[CheckOutcome]) -> dg.AssetCheckResult:
    """The gate: closed when any outcome blocks; lists what closed it and what only warns."""
    failed = [outcome for outcome in outcomes if outcome.verdict != "passed"]
    rows = [
        dict(
            zip(
                _RULE_HEADINGS,
                (o.check_id, o.table, o.severity, o.failing_count, o.description_vi),
                strict=True,
            )
        )
        for o in sorted(failed, key=lambda o: (not o.blocks, o.table, o.check_id))
    ]
    return dg.AssetCheckResult(
        asset_key=VERDICT,
        check_name=GATE,
        passed=not any(outcome.blocks for outcome in outcomes),
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={
            "Số kiểm tra": dg.MetadataValue.int(len(outcomes)),
            "Không đạt": dg.MetadataValue.md(markdown_table(rows, _RULE_HEADINGS)),
        },
    )


def _spec(check: PlannedCheck) -> dg.AssetCheckSpec:
    blocks = f"Không đạt thì {GATE} đóng." if check.severity == "error" else "Chỉ cảnh báo."
    return dg.AssetCheckSpec(
        check.check_id,
        asset=asset_key(check.table),
        description=f"{check.description_vi} {blocks}",
        metadata={"Câu lệnh": dg.MetadataValue.md(sql_block(check.query))},
    )


def _judged(catalog: Catalog, planned: list[PlannedCheck]) -> list[dg.AssetKey]:
    """Tables that must stand before checking: those judged, and those nobody else waits for."""
    read = {name for model in catalog.models for name in model.dependencies}
    last = {model.name for model in catalog.models} - read
    return [asset_key(name) for name in sorted(last | {check.table for check in planned})]


def _severity(severity: str) -> dg.AssetCheckSeverity:
    return dg.AssetCheckSeverity.ERROR if severity == "error" else dg.AssetCheckSeverity.WARN


def _seconds(outcomes: list[CheckOutcome]) -> float:
    return sum(outcome.seconds for outcome in outcomes)
