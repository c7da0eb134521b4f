"""Checks as Dagster shows them: one per audit, one per suite, and one gate before publishing.

Belongs here: turning planned checks and outcomes into Dagster's, offending rows included. Does not
belong here: what is checked (``gate``, ``sql/audits``, ``sql/expectations.yml``).

A check that blocks in Dagster holds back everything downstream of its table, other checked tables
too, and the first failure would hide the rest. So all checks run in one step once every table is
built, each reported on its own table, and a single blocking check, the gate, stops publishing. The
expectations of a table are one check: a page with twenty of them is not read, and every check costs
three entries in Dagster's event log.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

import dagster as dg

from cds_pipeline.models.catalog import Catalog
from cds_pipeline.orchestration.gate import RESULT_TABLE, judge_some, planned_checks
from cds_pipeline.orchestration.markdown import markdown_table, sql_block
from cds_pipeline.orchestration.metadata import built_metadata
from cds_pipeline.orchestration.names import VERDICT, asset_key, group_of
from cds_pipeline.orchestration.resource import RESOURCE, workshop_of
from cds_pipeline.quality.outcome import CheckOutcome, PlannedCheck

GATE = "cong_truoc_khi_cong_bo"
SUITE = "great_expectations"
_TABLE_OUTPUT = "check_result"
_RULE_HEADINGS = ("Phép kiểm tra", "Bảng", "Mức", "Số dòng", "Quy tắc")


def check_of(rule: PlannedCheck | CheckOutcome) -> tuple[str, str]:
    """Table and name of the Dagster check a rule is reported under."""
    return rule.table, SUITE if rule.engine == "great_expectations" else rule.check_id


def checking_asset(catalog: Catalog) -> dg.AssetsDefinition:
    """The table of check results and, in the same step, every check on every table."""
    planned = planned_checks(catalog)
    checks = {f"check_{number}": check for number, check in enumerate(_grouped(planned))}
    specs = dict(zip(checks, _specs(planned), strict=True))
    gate = dg.AssetCheckSpec(
        GATE, asset=VERDICT, blocking=True, description="Mọi quy tắc mức error đều đạt."
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
        workshop, selected = workshop_of(context), context.selected_output_names
        chosen = [check for output, check in checks.items() if output in selected]
        with workshop.remembering_failure():
            if _TABLE_OUTPUT not in selected:
                # Someone asked for the checks of single tables: nothing is kept, nothing decided.
                outcomes = judge_some(workshop.session, *_split(chosen))
            else:
                outcomes = workshop.judge()
                stored = built_metadata(workshop, RESULT_TABLE, len(outcomes), _seconds(outcomes))
                yield dg.Output(None, _TABLE_OUTPUT, metadata=stored)
        found = _grouped(outcomes)
        for table, name in chosen:
            yield check_result(table, name, found[table, name])
        if GATE in selected:
            yield gate_result(outcomes)

    return dg.AssetsDefinition(
        keys_by_input_name=inputs,
        keys_by_output_name={_TABLE_OUTPUT: VERDICT},
        node_def=check_tables,
        can_subset=True,
        check_specs_by_output_name={**specs, GATE: gate},
        group_names_by_key={VERDICT: group_of(RESULT_TABLE)},
        descriptions_by_key={VERDICT: _DESCRIPTION},
        tags_by_key={VERDICT: {"dagster/kind/duckdb": "", "dagster/kind/great_expectations": ""}},
    )


_DESCRIPTION = (
    "Kết quả kiểm tra.\n\nMọi phép kiểm tra (SQL và Great Expectations) trên kho vừa dựng, "
    f"trước khi công bố. Kiểm tra `{GATE}` chặn công bố khi một quy tắc mức error không đạt."
)


def check_result(table: str, name: str, outcomes: Sequence[CheckOutcome]) -> dg.AssetCheckResult:
    """What the rules of one check found: verdict, offending rows, the queries that find them.

    Args:
        table: the table judged.
        name: the check; an audit has one rule, a suite several.
        outcomes: one per rule.
    """
    failed = [outcome for outcome in outcomes if outcome.verdict != "passed"]
    metadata: dict[str, dg.MetadataValue] = {
        "Số quy tắc": dg.MetadataValue.int(len(outcomes)),
        "Số dòng không đạt": dg.MetadataValue.int(sum(o.failing_count for o in failed)),
        "Giây": dg.MetadataValue.float(round(_seconds(outcomes), 3)),
    }
    for outcome in failed:
        metadata[outcome.check_id] = dg.MetadataValue.md(_offending(outcome))
    blocks = any(outcome.blocks for outcome in failed)
    return dg.AssetCheckResult(
        asset_key=asset_key(table),
        check_name=name,
        passed=not failed,
        severity=dg.AssetCheckSeverity.ERROR if blocks else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )


def gate_result(outcomes: Sequence[CheckOutcome]) -> dg.AssetCheckResult:
    """The gate: closed when any rule blocks; lists what closed it and what only warns."""
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
            "Số quy tắc": dg.MetadataValue.int(len(outcomes)),
            "Không đạt": dg.MetadataValue.md(markdown_table(rows, _RULE_HEADINGS)),
        },
    )


def _specs(planned: Sequence[PlannedCheck]) -> Iterator[dg.AssetCheckSpec]:
    for (table, name), rules in _grouped(planned).items():
        if name == SUITE:
            description = f"{len(rules)} quy tắc của Great Expectations trên từng cột và cả bảng."
            rows = [{"Quy tắc": r.check_id, "Nội dung": r.description_vi} for r in rules]
            shown = {"Các quy tắc": dg.MetadataValue.md(markdown_table(rows, list(rows[0])))}
        else:
            description = rules[0].description_vi
            shown = {"Câu lệnh": dg.MetadataValue.md(sql_block(rules[0].query))}
        errors = any(rule.severity == "error" for rule in rules)
        ending = f"Không đạt mức error thì {GATE} đóng." if errors else "Chỉ cảnh báo."
        yield dg.AssetCheckSpec(
            name, asset=asset_key(table), description=f"{description} {ending}", metadata=shown
        )


def _offending(outcome: CheckOutcome) -> str:
    rows = markdown_table(outcome.sample, list(outcome.sample[0])) if outcome.sample else ""
    count = f"Mức {outcome.severity}, {outcome.failing_count} dòng không đạt."
    return "\n\n".join([outcome.description_vi, count, rows, sql_block(outcome.query)])


def _split(checks: Iterable[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Audits by name and tables whose suite is meant."""
    chosen = list(checks)
    audits = [name for _, name in chosen if name != SUITE]
    return audits, [table for table, name in chosen if name == SUITE]


Rule = TypeVar("Rule", PlannedCheck, CheckOutcome)


def _grouped(rules: Iterable[Rule]) -> dict[tuple[str, str], list[Rule]]:
    groups: dict[tuple[str, str], list[Rule]] = {}
    for rule in rules:
        groups.setdefault(check_of(rule), []).append(rule)
    return groups


def _judged(catalog: Catalog, planned: Sequence[PlannedCheck]) -> list[dg.AssetKey]:
    """Tables that must stand before checking: those judged, and those nobody else waits for."""
    read = {name for model in catalog.models for name in model.dependencies}
    last = {model.name for model in catalog.models} - read
    return [asset_key(name) for name in sorted(last | {check.table for check in planned})]


def _seconds(outcomes: Iterable[CheckOutcome]) -> float:
    return sum(outcome.seconds for outcome in outcomes)
