"""What a person sees in the Dagster UI after ``cds run``: groups, lineage, the ranking."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_landing import small_home

from cds_pipeline import paths
from cds_pipeline.orchestration.names import GROUPS

sys.path.insert(0, str(Path(__file__).parent))
from chromium import Page, find_chromium, free_port, open_page, own_group, wait_for_url

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.browser, pytest.mark.slow]

RUN = "from cds_pipeline.cli.main import main; main()"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the UI of a small home that was run once."""
    if find_chromium() is None and not {"CI", "CDS_REQUIRE_ENVIRONMENT"} & os.environ.keys():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    folder = tmp_path_factory.mktemp("ui")
    environment = os.environ | small_home(folder)
    subprocess.run([sys.executable, "-c", RUN, "run"], env=environment, check=True)
    port = free_port()
    environment["DAGSTER_HOME"] = str(folder / "home" / "dagster")
    workspace = str(paths.project_root() / "workspace.yaml")
    program = shutil.which("dagster-webserver", path=str(Path(sys.executable).parent))
    assert program is not None
    command = [program, "-w", workspace, "-h", "127.0.0.1", "-p", str(port)]
    log = folder / "webserver.log"
    with own_group(command, log, env=environment, cwd=folder) as process:
        address = f"http://127.0.0.1:{port}"
        wait_for_url(f"{address}/server_info", 120, process, log)
        yield address


@pytest.fixture(scope="module")
def page(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with open_page(tmp_path_factory.mktemp("chromium")) as opened:
        opened.goto(site)
        yield opened


def test_the_lineage_shows_the_six_groups(page: Page, site: str) -> None:
    page.goto(f"{site}/asset-groups")
    page.wait_for("Global asset lineage", *GROUPS, seconds=120)


def test_a_group_lists_its_tables(page: Page, site: str) -> None:
    page.goto(f"{site}/locations/cds_pipeline/asset-groups/3_ket_qua/list")
    page.wait_for("marts / fact_indicator", "Giá trị chỉ tiêu", "Materialized", seconds=120)


def test_the_lineage_of_the_ranking_shows_its_neighbours(page: Page, site: str) -> None:
    page.goto(f"{site}/assets/marts/rank_unit?view=lineage")
    page.wait_for("2_chuan_hoa", "rank_compared", "rank_unit", "unit_indicator", seconds=120)


def test_the_ranking_is_on_the_page_of_rank_unit(page: Page, site: str) -> None:
    page.goto(f"{site}/assets/marts/rank_unit?view=events")
    text = page.wait_for("Materialized in run", "Bảng xếp hạng số hóa hồ sơ", "100,00", seconds=120)
    assert text.index("Thị xã Bình") < text.index("Huyện An")
    rows = page.run("[...document.querySelectorAll('td table tbody tr')].map(r => r.innerText)")
    assert [row.split()[0] for row in rows] == ["1", "2"]


def test_descriptions_columns_and_checks_are_on_the_page(page: Page, site: str) -> None:
    page.goto(f"{site}/assets/marts/rank_unit")
    page.wait_for("Latest materialization", "Row count", "Xếp hạng đơn vị", seconds=120)
    page.wait_for("DuckDB", "peers_ranked", "BIGINT", "Số đơn vị", seconds=30)
    page.goto(f"{site}/assets/quality/check_result?view=checks")
    page.wait_for("cong_truoc_khi_cong_bo", "Passed", seconds=120)


def test_delivery_days_are_partitions(page: Page, site: str) -> None:
    page.goto(f"{site}/assets/lake/dossier?view=partitions")
    page.wait_for("Materialized (2)", seconds=120)


def test_nothing_was_asked_of_another_machine(page: Page, site: str) -> None:
    away = [u for u in page.requests if not u.startswith((site, "data:", "blob:", "about:"))]
    assert away == []
