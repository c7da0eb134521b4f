"""``cds demo``: a synthetic landing zone of Bắc Giang 2023 and a whole run on it.

Belongs here: the order of the demonstration and what it shows. Does not belong here: the synthetic
dossiers (``cds_pipeline.demo``), the run (``running``).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cds_pipeline.cli.console import CommandError, ExitCode, err, out, print_json, read_settings
from cds_pipeline.cli.running import JsonOption, exit_code, report, run_pipeline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from cds_pipeline.settings import Settings

_MAIN_INDICATOR = "digitization_rate"

DossiersOption = Annotated[
    int | None, typer.Option("--dossiers", min=1, help="Số hồ sơ tổng hợp (gần đúng).")
]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Hạt giống: cùng số, cùng dữ liệu.")]
IntoOption = Annotated[
    Path | None, typer.Option("--into", help="Thư mục trạng thái (mặc định CDS_HOME).")
]


def register(app: typer.Typer) -> None:
    """Adds ``cds demo``."""
    app.command("demo", help="Dựng dữ liệu tổng hợp Bắc Giang 2023 và chạy trọn quy trình.")(demo)


def demo(
    dossiers: DossiersOption = None,
    seed: SeedOption = None,
    into: IntoOption = None,
    as_json: JsonOption = False,
) -> None:
    """Writes the landing zone, runs the job, shows rates, ranking and gap, says what comes next."""
    settings = _settings(into)
    _write_landing(settings, dossiers, seed)
    result = run_pipeline(settings, None, None, None)
    if result.verdict in ("gate_failed", "failed"):
        report(result)
        raise typer.Exit(exit_code(result))
    figures = _figures(settings)
    if as_json:
        print_json(result.as_json() | figures)
    else:
        _show(figures)
    report(result)
    _say_what_next(settings, into, result.reports)


def _settings(into: Path | None) -> Settings:
    from cds_pipeline.settings import Settings

    configured = read_settings()
    if into is None:
        return configured
    # Every folder follows the one asked for; other settings stay as they are.
    kept = configured.model_dump(exclude={"home", "landing", "warehouse"}, exclude_unset=True)
    return Settings(home=into, landing=into / "landing", warehouse=None, **kept)


def _write_landing(settings: Settings, dossiers: int | None, seed: int | None) -> None:
    from cds_pipeline.demo import DEFAULT_DOSSIERS, DEFAULT_SEED, unmarked_files, write_landing

    landing = settings.landing_folder
    foreign = unmarked_files(landing)
    if foreign:
        raise CommandError(
            f"{foreign[0]} không phải dữ liệu tổng hợp; cds demo không ghi vào {landing}. "
            "Chọn thư mục khác: cds demo --into THU_MUC",
            ExitCode.USAGE,
        )
    err().print(f"Viết dữ liệu tổng hợp vào {landing} …", soft_wrap=True)
    write_landing(settings, dossiers or DEFAULT_DOSSIERS, DEFAULT_SEED if seed is None else seed)


def _figures(settings: Settings) -> dict[str, list[dict[str, Any]]]:
    from cds_pipeline.reporting.queries import saved_queries
    from cds_pipeline.warehouse.published import open_published

    queries = saved_queries()
    with open_published(settings) as published:
        return {
            "indicators": queries["indicators"].rows(published),
            "province": queries["gap"].rows(published, level="province"),
            "districts": queries["rank"].rows(
                published, indicator=_MAIN_INDICATOR, peers="district"
            ),
        }


def _show(figures: dict[str, list[dict[str, Any]]]) -> None:
    from rich.table import Table

    from cds_pipeline.reporting.numbers import measured, number, percent, points

    names = {row["indicator_id"]: row["name_vi"] for row in figures["indicators"]}
    rates = Table(title="Toàn tỉnh, lũy kế từ đầu năm (dữ liệu tổng hợp)", title_justify="left")
    rates.add_column("Chỉ tiêu")
    for heading in ("Giá trị", "Được giao", "Còn thiếu (điểm %)", "Còn thiếu (hồ sơ)"):
        rates.add_column(heading, justify="right")
    for row in figures["province"]:
        rates.add_row(
            names.get(row["indicator_id"], row["indicator_id"]),
            measured(row["value_pct"], row["unit"]),
            percent(row["target_pct"]),
            points(row["gap_pp"]),
            number(row["gap_dossiers"]),
        )
    out().print(rates)
    ranking = Table(title="Xếp hạng các huyện, số hóa hồ sơ, kết quả", title_justify="left")
    ranking.add_column("Hạng", justify="right")
    ranking.add_column("Đơn vị")
    for heading in ("Số hóa", "Hồ sơ", "Tỷ lệ"):
        ranking.add_column(heading, justify="right")
    for row in figures["districts"]:
        ranking.add_row(
            number(row["rank"]),
            row["unit_name"],
            number(row["numerator"]),
            number(row["denominator"]),
            measured(row["value_pct"], row["unit"]),
        )
    out().print(ranking)


def _say_what_next(settings: Settings, into: Path | None, reports: Sequence[Path]) -> None:
    home = "" if into is None else f"CDS_HOME={settings.home} "
    for path in reports:
        err().print(f"Bản tin: {path}", soft_wrap=True)
    err().print("Xem tiếp:", soft_wrap=True)
    for command, what in (
        ("cds ui", "sơ đồ dòng dữ liệu và từng bảng trong Dagster"),
        (f'cds explain "Hiệp Hòa" {_MAIN_INDICATOR}', "một con số, đến từng hồ sơ"),
        ("cds gap --peers province", "khoảng cách đến chỉ tiêu được giao"),
    ):
        err().print(f"  {home}{command}   # {what}", soft_wrap=True)
