"""``assets/`` says what runs and nothing else."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import assets

FILES = sorted(Path(assets.__file__).parent.glob("*.py"))
ALLOWED = {"dagster", "cds_pipeline", "assets", "collections", "typing", "warnings", "__future__"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_arithmetic_no_data_library(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        assert not isinstance(node, ast.BinOp | ast.AugAssign | ast.For | ast.While), node.lineno
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        assert {name.split(".")[0] for name in names} <= ALLOWED, node


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_sql_text(path: Path) -> None:
    texts = [
        node.value.lower()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    assert not [
        text for text in texts if "select " in text or (" from " in text and "join" in text)
    ]
