"""When things run: the daily job and its schedule.

Belongs here: jobs, schedules, sensors. Does not belong here: what they run.
"""

import dagster as dg

from cds_pipeline.orchestration.names import DAILY_JOB
from cds_pipeline.orchestration.receiving import RECEIVING_STEP
from cds_pipeline.settings import TIME_ZONE

daily_job = dg.define_asset_job(
    DAILY_JOB,
    selection=dg.AssetSelection.all(),
    description="Việc hằng ngày: đọc các lần giao chưa đọc, dựng, kiểm tra, công bố, viết bản tin.",
)


@dg.schedule(
    name="moi_sang",
    cron_schedule="0 6 * * *",
    execution_timezone=TIME_ZONE,
    job=daily_job,
    description="6 giờ sáng mỗi ngày, giờ Hà Nội.",
)
def every_morning(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Reads whatever was delivered and not read yet, late deliveries of earlier days included."""
    day = f"{context.scheduled_execution_time:%Y-%m-%d}"
    everything = {"ops": {RECEIVING_STEP: {"config": {"everything": True}}}}
    return dg.RunRequest(run_key=day, partition_key=day, run_config=everything)
