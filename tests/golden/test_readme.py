"""Everything the README shows is executed."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

README = Path(__file__).resolve().parents[2] / "README.md"
# Commands that other places execute: the test command itself and continuous integration, the test
# of the demonstration, the browser test, and measurements that are no tests.
ELSEWHERE = (
    "bash deploy/setup.sh && .venv/bin/cds demo",
    "bash deploy/test.sh",
    ".venv/bin/cds ui",
    ".venv/bin/python -m tests.benchmarks.",
)


def shown_commands() -> list[str]:
    blocks = re.findall(r"```bash\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    commands: list[str] = []
    for line in "\n".join(blocks).splitlines():
        if line.startswith((" ", "\t")):
            commands[-1] += " " + line.strip()
        elif line.strip() and not line.startswith("#"):
            commands.append(re.sub(r"\s{2,}#.*$", "", line))
    return commands


COMMANDS = [command for command in shown_commands() if not command.startswith(ELSEWHERE)]


def test_the_readme_shows_commands() -> None:
    assert len(COMMANDS) >= 8
    assert all(command.startswith(".venv/bin/cds ") for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_the_readme_shows_works(command: str, cds: Callable[..., str]) -> None:
    cds(*shlex.split(command)[1:])
