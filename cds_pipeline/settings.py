"""What an operator can set: typed, from ``CDS_*`` environment variables or a ``.env`` file.

Belongs here: every setting, its default and its meaning, and the folders under ``CDS_HOME``.
Does not belong here: reading or writing any of those folders.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from cds_pipeline import paths

TIME_ZONE = "Asia/Ho_Chi_Minh"
_SIZE = re.compile(r"^\d+(\.\d+)?\s*(KB|MB|GB|TB|KiB|MiB|GiB|TiB)$", re.IGNORECASE)


def _default_home() -> Path:
    base = paths.project_root() if paths.is_checkout() else Path.cwd()
    return base / "warehouse"


class Settings(BaseSettings):
    """The operator's settings; unset folders follow ``home``.

    Raises:
        pydantic.ValidationError: a value is not of its type; the message names the variable.
    """

    model_config = SettingsConfigDict(
        env_prefix="CDS_", env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(default_factory=_default_home, description="Thư mục chứa mọi trạng thái")
    landing: Path | None = Field(
        default=None, description="Vùng tiếp nhận tệp (mặc định home/landing)"
    )
    warehouse: Path | None = Field(
        default=None, description="Kho đã công bố (mặc định home/published/cds.duckdb)"
    )
    reference: Path | None = Field(default=None, description="Thư mục danh mục thay cho bản đi kèm")
    engine: Literal["duckdb"] = Field(default="duckdb", description="Bộ máy tính toán")
    owner_key: SecretStr | None = Field(
        default=None, description="Khóa HMAC nhận ra một hồ sơ dưới hai mã (mặc định tắt)"
    )
    memory_limit: str = Field(default="4GB", description="Bộ nhớ tối đa của DuckDB")
    threads: int = Field(default=0, ge=0, description="Số luồng tính toán; 0 là mọi nhân")
    retention_days: int | None = Field(
        default=None,
        ge=0,
        description="Số ngày giữ tệp gốc sau ngày giao, cho cds purge (mặc định giữ mãi)",
    )
    workbook_max_mb: int = Field(
        default=300, gt=0, description="Dung lượng giải nén tối đa của một bảng tính, MB"
    )

    @field_validator("memory_limit")
    @classmethod
    def _is_a_size(cls, value: str) -> str:
        if not _SIZE.match(value.strip()):
            raise ValueError(f"CDS_MEMORY_LIMIT={value!r} is not a size such as 2GB")
        return value.strip()

    @field_validator("home", "landing", "warehouse", "reference")
    @classmethod
    def _absolute(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser().absolute()

    @property
    def memory_bytes(self) -> int:
        """``memory_limit`` in bytes."""
        number, unit = re.fullmatch(r"([\d.]+)\s*(\w+)", self.memory_limit).groups()  # type: ignore[union-attr]
        base = 1024 if "i" in unit.lower() else 1000
        return int(float(number) * base ** ("KMGT".index(unit[0].upper()) + 1))

    @property
    def landing_folder(self) -> Path:
        """Where deliveries arrive, one folder a day."""
        return self.landing or self.home / "landing"

    @property
    def lake_folder(self) -> Path:
        """What was read: one Parquet file and one manifest line per landing file."""
        return self.home / "lake"

    @property
    def build_folder(self) -> Path:
        """Where the next warehouse is built before it is checked."""
        return self.home / "build"

    @property
    def published_folder(self) -> Path:
        """What readers see: the warehouse file, Parquet copies and their manifest."""
        return self.published_warehouse.parent

    @property
    def published_warehouse(self) -> Path:
        """The published DuckDB file."""
        return self.warehouse or self.home / "published" / "cds.duckdb"

    @property
    def reports_folder(self) -> Path:
        """Where bulletins are written."""
        return self.home / "reports"

    @property
    def dagster_folder(self) -> Path:
        """The Dagster instance: run history and event log."""
        return self.home / "dagster"

    @property
    def reference_folder(self) -> Path:
        """The reference tables in force: the operator's or the shipped ones."""
        return self.reference or paths.shipped_reference()


def load_settings() -> Settings:
    """The settings as the environment has them now."""
    return Settings()
