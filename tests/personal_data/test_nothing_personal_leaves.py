"""Whatever is planted in deliveries of any format or damage, nothing of it leaves the landing zone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from found import leaks, plain
from planted import NAME, TOKENS, deliver
from small_world import write_reference

CDS = str(Path(sys.executable).with_name("cds"))
COMMANDS = (
    ("run",),
    ("query", "quarantine"),
    ("query", "select * from quality.load_manifest"),
    ("query", "select * from marts.fact_dossier_version", "--json"),
    ("doctor",),
    ("purge", "--days", "0", "--refused", "--apply"),
)


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A home after all commands, and what they wrote to the terminal."""
    folder = tmp_path_factory.mktemp("personal")
    home = folder / "home"
    count = deliver(home)
    reference = write_reference(folder / "reference")
    clean = {name: value for name, value in os.environ.items() if not name.startswith("CDS_")}
    environment = clean | {
        "CDS_HOME": str(home),
        "CDS_REFERENCE": str(reference),
        "CDS_THREADS": "1",
    }
    heard = []
    for command in COMMANDS:
        done = subprocess.run(
            [CDS, *command],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        heard.append(done.stdout + done.stderr)
        assert done.returncode == 0, done.stderr
    with duckdb.connect(home / "published" / "cds.duckdb", read_only=True) as warehouse:
        read = "select count(*), count_if(status = 'accepted') from quality.load_manifest"
        files, accepted = warehouse.execute(read).fetchall()[0]
    assert files == count + 2, "an archive with three members"
    assert accepted >= 12
    return home, heard


def test_no_file_holds_any_of_it(said: tuple[Path, list[str]]) -> None:
    home, _ = said
    assert leaks(home, TOKENS, but=home / "landing") == []


def test_no_command_says_any_of_it(said: tuple[Path, list[str]]) -> None:
    _, heard = said
    spoken = plain("\n".join(heard))
    assert [token for token in TOKENS if token in spoken] == []


def test_published_files_are_read_only(said: tuple[Path, list[str]]) -> None:
    home, _ = said
    files = [path for path in (home / "published").rglob("*") if path.is_file()]
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in files} == {
        path.name: "0o444" for path in files
    }


def test_the_search_finds_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("zHIVAGO thi kwango")
    pq.write_table(pa.table({"a": [NAME]}), tmp_path / "b.parquet")
    with duckdb.connect(tmp_path / "c.duckdb") as warehouse:
        warehouse.execute("create table t as select ? as a", [NAME])
    assert {line.partition(":")[0] for line in leaks(tmp_path, TOKENS)} == {
        "a.log",
        "b.parquet",
        "c.duckdb",
    }
