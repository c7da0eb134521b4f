"""What one run works with: settings, the open build, and what has happened so far.

Belongs here: the order of calls a run makes on the library and what later steps need to know of
earlier ones. Does not belong here: Dagster (``resource``), meaning (``sql``), any computation.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from cds_pipeline.orchestration.catalog import project_catalog
from cds_pipeline.orchestration.fingerprint import fingerprint, is_published
from cds_pipeline.orchestration.gate import as_of_of_build, judge
from cds_pipeline.warehouse.build import BuildSession, RunFacts, TableResult, open_build
from cds_pipeline.warehouse.lake import FileLine, IngestSummary, file_lines, ingest
from cds_pipeline.warehouse.notices import require_declared
from cds_pipeline.warehouse.publish import PublishResult, publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from cds_pipeline.quality.outcome import CheckOutcome
    from cds_pipeline.settings import Settings

# What is being done, how much of it is done, how much there is (None: not known).
Progress = Callable[[str, int, int | None], None]
BULLETIN_FORMATS = ("html", "xlsx")


class UncheckedBuildError(RuntimeError):
    """A build whose blocking checks failed must not be published."""


def _silent(_label: str, _done: int, _total: int | None) -> None:
    """Progress nobody watches, as in a run started from the Dagster UI."""


class Workshop:
    """One run's tools and memory; used by one thread, closed at its end.

    Attributes:
        settings: the operator's settings.
        catalog: every table the SQL files define.
        rebuild: build and publish even when nothing changed.
        ingested: what reading did, when this run read.
        unchanged: the published warehouse is already what this run would build.
        built: tables built so far, in order.
        outcomes: what the checks found, when this run checked.
        published: what was published, when this run published.
        reports: bulletin files written.
        failure: what stopped a step, when one was stopped.
    """

    def __init__(
        self, settings: Settings, *, rebuild: bool = False, progress: Progress = _silent
    ) -> None:
        self.settings = settings
        self.catalog = project_catalog()
        self.rebuild = rebuild
        self.progress = progress
        self.ingested: IngestSummary | None = None
        self.unchanged = False
        self.built: list[TableResult] = []
        self.outcomes: list[CheckOutcome] | None = None
        self.published: PublishResult | None = None
        self.reports: list[Path] = []
        self.failure: BaseException | None = None
        self._facts: RunFacts | None = None
        self._fingerprint: str | None = None
        self._session: BuildSession | None = None
        self._open = ExitStack()

    @contextmanager
    def remembering_failure(self) -> Iterator[None]:
        """Keeps the error of a step: Dagster hands on its text, not the object."""
        try:
            yield
        except BaseException as error:
            self.failure = error
            raise

    def receive(self, first: date | None, last: date | None) -> IngestSummary:
        """Reads what is new or changed among the deliveries of ``[first, last]``."""
        read = 0

        def count(_line: FileLine) -> None:
            nonlocal read
            read += 1
            self.progress("Đọc tệp", read, None)

        self.ingested = ingest(self.settings, first, last, count)
        require_declared(self.settings, file_lines(self.settings))
        return self.ingested

    def take_inputs(self, as_of: date | None) -> RunFacts | None:
        """Begins a new build: run parameters, reference tables, the files of the lake.

        Args:
            as_of: the day figures are computed for; default the newest delivery.

        Returns:
            What the build is a function of; None when exactly that is published already.

        Raises:
            NothingDeliveredError: there is no delivery up to that day.
            ReferenceDataError: a reference file cannot be used.
        """
        lines = file_lines(self.settings)
        if lines:
            day = as_of or max(line.delivered_on for line in lines)
            self._fingerprint = fingerprint(self.settings, lines, day)
            self.unchanged = not self.rebuild and is_published(self.settings, self._fingerprint)
            if self.unchanged:
                return None
        session = self._open_session()
        session.start_over()
        self._facts = session.prepare(as_of)
        return self._facts

    @property
    def session(self) -> BuildSession:
        """The open build. A run of single tables continues on what the last full run left."""
        return self._open_session()

    @property
    def as_of(self) -> date | None:
        """The day figures of this run are computed for, once inputs were taken."""
        return None if self._facts is None else self._facts.as_of

    def build(self, name: str) -> TableResult:
        """Builds one model."""
        result = self.session.build(name)
        self.built.append(result)
        self.progress("Dựng bảng", len(self.built), len(self.catalog.models))
        return result

    def judge(self) -> list[CheckOutcome]:
        """Runs every check on the build and stores the outcomes in ``quality.check_result``.

        Raises:
            CheckError: a check could not be carried out; the data stays unjudged.
        """
        self.progress("Kiểm tra", 0, None)
        self.outcomes = judge(self.session)
        return self.outcomes

    def publish(self, run_id: str) -> PublishResult:
        """Publishes the build, judging it first where this run has not.

        Raises:
            UncheckedBuildError: a blocking check failed; what was published before stays.
        """
        outcomes = self.judge() if self.outcomes is None else self.outcomes
        if any(outcome.blocks for outcome in outcomes):
            failed = ", ".join(o.check_id for o in outcomes if o.blocks)
            raise UncheckedBuildError(f"Kiểm tra chặn không đạt: {failed}. Kho cũ giữ nguyên.")
        self.progress("Công bố", 0, None)
        day = self.as_of or as_of_of_build(self.session)
        self.published = publish(self.session, run_id, day, self._fingerprint)
        self._forget_session()
        return self.published

    def write_bulletin(self) -> list[Path]:
        """Writes the bulletin from what is published."""
        # Templates and spreadsheets are of no use to a run that only builds tables.
        from cds_pipeline.reporting import write_bulletin  # noqa: PLC0415

        self.progress("Viết bản tin", 0, None)
        self.reports = write_bulletin(self.settings, BULLETIN_FORMATS)
        return self.reports

    def close(self) -> None:
        """Closes the build; what was built stays."""
        self._forget_session()

    def _open_session(self) -> BuildSession:
        if self._session is None:
            self._session = self._open.enter_context(open_build(self.settings, self.catalog))
        return self._session

    def _forget_session(self) -> None:
        self._open.close()
        self._session = None
        self._facts = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
