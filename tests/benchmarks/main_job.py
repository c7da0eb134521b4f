"""The main job on one flat export, beside DuckDB's bare typed read of the same file.

Run: ``python -m tests.benchmarks.main_job --rows 1000000``; prints CPU seconds, peak memory and the
ratio, both measured in the same call, and writes them as JSON under ``tests/benchmarks/results``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from cds_pipeline.paths import shipped_reference
from tests.benchmarks.flat_rows import HEADINGS, write_flat_csv

_BARE = """
import duckdb, sys
types = {types}
con = duckdb.connect(sys.argv[2])
con.execute("create table dossier as select * from read_csv(?, delim=',', header=true, quote='\\"', "
            "auto_detect=false, columns=" + repr(types) + ")", [sys.argv[1]])
print(con.execute("select count(*) from dossier").fetchall()[0][0])
"""
_TIMESTAMPS = {"Ngày nộp hồ sơ", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả", "Ngày cập nhật"}  # fmt: skip
_NUMBERS = {"STT", "Kênh tiếp nhận", "Trạng thái", "Số thành phần hồ sơ", "Số thành phần số hóa", "Số thành phần tái sử dụng", "Kết quả điện tử", "Xác thực VNeID", "Thanh toán trực tuyến", "Lệ phí"}  # fmt: skip


def measure(command: list[str], environment: dict[str, str]) -> dict[str, float]:
    """CPU seconds, wall seconds and peak resident MB of one command and its children."""
    started = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[0]} ended with exit code {process.returncode}")
    return {
        "cpu_seconds": round(usage.ru_utime + usage.ru_stime, 2),
        "wall_seconds": round(time.perf_counter() - started, 2),
        "peak_mb": round(usage.ru_maxrss / 1024, 0),
    }


def _units() -> list[tuple[str, str]]:
    lines = (shipped_reference() / "units.csv").read_text(encoding="utf-8-sig").splitlines()
    rows = [line.split(",") for line in lines[1:] if '"' not in line]
    return [(row[0], row[2]) for row in rows if row[6] <= "2023-08-25" < (row[7] or "9999")]


def _bare_types() -> dict[str, str]:
    kinds = dict.fromkeys(_TIMESTAMPS, "TIMESTAMP") | dict.fromkeys(_NUMBERS, "BIGINT")
    return {heading: kinds.get(heading, "VARCHAR") for heading in HEADINGS}


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    folder = Path(tempfile.mkdtemp(prefix="cds-benchmark-"))
    try:
        delivery = folder / "home" / "landing" / "2023-08-25" / "onestop"
        delivery.mkdir(parents=True)
        export = delivery / "export.csv"
        write_flat_csv(export, rows, _units())
        environment = {k: v for k, v in os.environ.items() if not k.startswith("CDS_")}
        bare = [
            sys.executable,
            "-c",
            _BARE.format(types=_bare_types()),
            str(export),
            str(folder / "bare.duckdb"),
        ]
        cds = [str(Path(sys.executable).with_name("cds")), "run", "--all", "--json"]
        ours_environment = environment | {"CDS_HOME": str(folder / "home")}
        result = {
            "rows": rows,
            "file_mb": round(export.stat().st_size / 1e6, 1),
            "measured_at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "machine": f"{platform.machine()}, {os.cpu_count()} cores",
            "bare_read_csv": measure(bare, environment),
            "cds_run": measure(cds, ours_environment),
        }
        result["cds_run_again_nothing_new"] = measure(cds, ours_environment)
        result["cpu_ratio"] = round(
            result["cds_run"]["cpu_seconds"] / result["bare_read_csv"]["cpu_seconds"], 2
        )
    finally:
        shutil.rmtree(folder)
    target = Path(__file__).parent / "results" / f"main_job_{rows}.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(table(result) + "\n")


def table(result: dict[str, Any]) -> str:
    """The figures as people read them, one command a line."""
    lines = [f"{result['rows']} rows, {result['file_mb']} MB, {result['machine']}"]
    for name, cost in result.items():
        if isinstance(cost, dict):
            lines.append(
                f"{name:<28}{cost['cpu_seconds']:>8.2f} CPU s"
                f"{cost['wall_seconds']:>9.2f} s{cost['peak_mb']:>8.0f} MB"
            )
    lines.append(f"cds_run costs {result['cpu_ratio']} x the CPU of bare_read_csv")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
