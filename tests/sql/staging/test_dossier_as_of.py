"""The on-time rule of DOMAIN.md section 2, a row per branch; the as_of day is 25/08/2023."""

from pathlib import Path

import pytest
from small_world import build, rows_of

DUE = {"due_at": "2023-08-10 17:00:00"}


@pytest.mark.parametrize(
    ("row", "is_on_time"),
    [
        # Finished: the end against the due date.
        ({**DUE, "status": 9, "finished_at": "2023-08-10 17:00:00"}, True),
        ({**DUE, "status": 9, "finished_at": "2023-08-10 17:00:01"}, False),
        ({**DUE, "status": 10, "returned_at": "2023-08-11 08:00:00"}, False),
        ({**DUE, "status": 10, "finished_at": "2023-08-09 08:00:00", "returned_at": "2023-08-20 08:00:00"}, True),
        # A due date without a time is the whole day.
        ({"due_at": "2023-08-10 00:00:00", "status": 9, "finished_at": "2023-08-10 16:00:00"}, True),
        ({"due_at": "2023-08-10 00:00:00", "status": 9, "finished_at": "2023-08-11 00:00:00"}, False),
        # Rejected, stopped, withdrawn after receipt: end is finished, else rejected, else updated.
        ({**DUE, "status": 3, "rejected_at": "2023-08-05 08:00:00", "updated_at": "2023-08-20 08:00:00"}, True),
        ({**DUE, "status": 8, "updated_at": "2023-08-20 08:00:00"}, False),
        ({**DUE, "status": 7, "updated_at": "2023-08-09 08:00:00"}, True),
        # Not ended, whatever the other dates say: still within its term at the end of as_of?
        ({"due_at": "2023-08-25 23:59:59", "status": 4}, True),
        ({"due_at": "2023-08-25 17:00:00", "status": 4}, False),
        ({"due_at": "2023-08-25 00:00:00", "status": 5}, True),
        ({**DUE, "status": 4, "finished_at": "2023-08-05 08:00:00"}, False),
        ({**DUE, "status": 9}, False),
        # Waiting for the citizen is taken off a finished dossier only.
        ({**DUE, "status": 9, "finished_at": "2023-08-12 17:00:00", "supplement_seconds": 172800}, True),
        ({**DUE, "status": 9, "finished_at": "2023-08-12 17:00:01", "supplement_seconds": 172800}, False),
        ({**DUE, "status": 8, "finished_at": "2023-08-12 17:00:00", "supplement_seconds": 172800}, False),
        ({**DUE, "status": 9, "finished_at": "2023-08-01 09:00:00", "supplement_open_requests": 2}, False),
        ({**DUE, "status": 9, "finished_at": "2023-08-01 09:00:00", "supplement_open_requests": 1}, True),
        # No due date: the legal maximum of the procedure (5 days), else on time.
        ({"status": 9, "finished_at": "2023-08-06 08:00:00"}, True),
        ({"status": 9, "finished_at": "2023-08-06 08:00:01"}, False),
        ({"status": 9, "finished_at": "2023-08-30 08:00:00", "procedure_code": "1.000002"}, True),
        # An update time days after the delivery is not believed: the delivery day stands for it.
        ({"due_at": "2023-09-01 17:00:00", "status": 8, "updated_at": "2024-01-01 08:00:00"}, True),
        # Never received: in no denominator, neither on time nor overdue.
        ({"status": 7, "received_at": None}, None),
    ],
)  # fmt: skip
def test_on_time(tmp_path: Path, row: dict[str, object], is_on_time: bool | None) -> None:
    with build(tmp_path, [row]) as session:
        assert rows_of(session, "select is_on_time from marts.fact_dossier") == [(is_on_time,)]
        assert rows_of(
            session,
            "select denominator, numerator from marts.fact_indicator where unit_level = 'province'"
            " and indicator_id = 'on_time_rate' and period_type = 'ytd'",
        ) == [(0 if is_on_time is None else 1, int(bool(is_on_time)))]
