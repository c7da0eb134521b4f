"""One YAML file as values that know their line.

Belongs here: decoding, syntax, duplicate keys, plain values with the line they stand on. Does not
belong here: what the values mean (``source_mappings``).
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from cds_pipeline.reference.errors import ReferenceDataError
from cds_pipeline.yaml_text import SAFE_LOADER

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML file.

    Attributes:
        value: a text, number, flag or ``None``; a dict of texts to nodes; a list of nodes.
        line: the line it begins on, from 1.
    """

    value: Any
    line: int


def read_yaml(path: Path) -> Node:
    """The document of a YAML file; an empty file is ``None`` on line 1.

    Raises:
        ReferenceDataError: the file is not UTF-8, no YAML, or a key stands twice.
    """
    try:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ReferenceDataError(
            path, f"tệp không phải UTF-8 (byte thứ {error.start + 1})", "lưu lại dạng UTF-8"
        ) from error
    try:
        loader = SAFE_LOADER(text)
        try:
            root = loader.get_single_node()
            return Node(None, 1) if root is None else _node(path, root, loader)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ReferenceDataError(
            path,
            "không đọc được YAML",
            "kiểm tra thụt đầu dòng, dấu hai chấm và dấu ngoặc kép ở dòng này",
            line=None if mark is None else mark.line + 1,
        ) from error


def _node(path: Path, node: Any, loader: Any) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Node(_members(path, node, loader), line)
    if isinstance(node, yaml.SequenceNode):
        return Node([_node(path, part, loader) for part in node.value], line)
    try:
        return Node(loader.construct_object(node), line)
    except ValueError:  # a scalar of a shape YAML knows, such as 2023-02-31
        return Node(node.value, line)


def _members(path: Path, node: Any, loader: Any) -> dict[str, Node]:
    members: dict[str, Node] = {}
    for key, value in node.value:
        name = key.value if isinstance(key, yaml.ScalarNode) else ""
        line = key.start_mark.line + 1
        if not name:
            raise ReferenceDataError(path, "khóa trống", "điền tên trước dấu hai chấm", line=line)
        if name in members:
            raise ReferenceDataError(path, "khóa lặp lại", "bỏ bớt một dòng", line=line, value=name)
        members[name] = Node(_node(path, value, loader).value, line)
    return members
