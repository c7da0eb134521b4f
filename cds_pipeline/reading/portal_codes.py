"""What the portal calls an indicator, and what we call it.

Belongs here: codes of metrics, fields of payloads and columns of workbooks. Does not belong here:
reading payloads (``portal_payload``, ``portal_workbook``), definitions (``sql/indicators``).

Source: the codes and fields of published payloads (August 2026) and of published ranking workbooks.
"""

from __future__ import annotations

from dataclasses import dataclass

INDICATOR_OF_CODE = {
    "ORIGINAL_RESULT_AVAILABLE": "e_result_rate",
    "SO_HOA_GIAY_TO_GIAI_QUYET": "digitization_rate",
    "REUSED_DIGITIZED_DATA": "reuse_rate",
    "SYNCED_WITH_DVCQG_PERSONAL_STORAGE": "shared_store_rate",
    "CITIZEN_DATA_CONNECTED_DOSSIER": "population_data_dossier_rate",
    "CITIZEN_DATA_CONNECTED_FORMALITY": "population_data_procedure_rate",
    "ELECTRONIC_CERTIFIED_COPY": "e_certified_copy_rate",
    "PUBLISH_ON_TIME": "transparency_published_on_time",
    "PUBLIC_UPDATE_ON_TIME": "transparency_updated_on_time",
    "PUBLIC_CONTENT_FULL": "transparency_complete",
    "DOSSIER_SYNC": "sync_rate",
    "DOSSIER_RECEIVING_SATISFACTION": "dossier_satisfaction_rate",
    "PETITION_PROCESSING_ON_TIME": "petition_on_time_rate",
    "PETITION_HANDLING_SATISFACTION": "petition_satisfaction_rate",
}

#: Codes that carry no points and are no indicator of the catalogue.
CODES_WITHOUT_POINTS = frozenset({"PETITION_CLASSIFICATION_TTHC", "PETITION_CLASSIFICATION_STAFF"})

#: Indicators of a group by a code of that group: what a unit's ``totalScore`` is the score of.
GROUP_OF_CODE = {
    **dict.fromkeys(
        (
            "ORIGINAL_RESULT_AVAILABLE",
            "SO_HOA_GIAY_TO_GIAI_QUYET",
            "REUSED_DIGITIZED_DATA",
            "SYNCED_WITH_DVCQG_PERSONAL_STORAGE",
            "CITIZEN_DATA_CONNECTED_DOSSIER",
            "CITIZEN_DATA_CONNECTED_FORMALITY",
            "ELECTRONIC_CERTIFIED_COPY",
        ),
        "group_digitization",
    ),
    **dict.fromkeys(
        ("PUBLISH_ON_TIME", "PUBLIC_UPDATE_ON_TIME", "PUBLIC_CONTENT_FULL", "DOSSIER_SYNC"),
        "group_transparency",
    ),
    **dict.fromkeys(
        (
            "DOSSIER_RECEIVING_SATISFACTION",
            "PETITION_PROCESSING_ON_TIME",
            "PETITION_HANDLING_SATISFACTION",
            *CODES_WITHOUT_POINTS,
        ),
        "group_satisfaction",
    ),
}

#: A unit's total whose group the payload does not show.
UNNAMED_TOTAL = "portal_total_score"

#: Columns of the ranking workbook that are scores, with what they score.
INDICATOR_OF_COLUMN = {
    "CKMB": "group_transparency",
    "TDGQ": "group_progress",
    "MDSH": "group_digitization",
    "CLGQ": "group_online_services",
    "TTTT": "group_payment",
    "MDHL": "group_satisfaction",
    "TONG_SCORE": "total_score",
}

#: ``dataQualityStatus`` values that begin so mark a figure as provisional.
PROVISIONAL_STATUS = "TEMP_"


@dataclass(frozen=True, slots=True)
class TreeFigure:
    """A figure of a ``parent``/``children`` payload: which fields say it; empty where none does."""

    indicator_id: str
    numerator: str = ""
    denominator: str = ""
    value: str = ""
    scores: tuple[str, ...] = ()
    max_scores: tuple[str, ...] = ()
    overdue: str = ""


_TOTAL = ("totalScore", "score")
_MAX_TOTAL = ("totalMaxScore", "maxScore")

#: The three payloads of this shape, each by a field that only it has, with its figures.
TREES: dict[str, tuple[TreeFigure, ...]] = {
    "totalReceived": (
        TreeFigure(
            "on_time_rate", "totalOnTime", "totalReceived", "ratio", _TOTAL, _MAX_TOTAL,
            "totalOverdue",
        ),
        TreeFigure("mean_processing_days", value="avgProcessingDays"),
    ),
    "totalDossierFinancialObligation": (
        TreeFigure("group_payment", value="ratio", scores=_TOTAL, max_scores=_MAX_TOTAL),
        TreeFigure(
            "online_payment_rate",
            "totalDossierOnlinePaymentSuccess",
            "totalDossierFinancialObligation",
        ),
        TreeFigure(
            "online_payment_procedure_rate",
            "totalDossierOnlineFormalityPaymentSuccess",
            "totalFeeFormality",
        ),
        TreeFigure("online_payment_offered_rate", "totalFeeDossierFormality", "totalFeeFormality"),
    ),
    "channelTotalSum": (
        TreeFigure("group_online_services", value="ratio", scores=_TOTAL, max_scores=_MAX_TOTAL),
        TreeFigure("online_submission_rate", "channelOnlineSum", "channelTotalSum"),
        TreeFigure("portal_online_partial", "partialCount", "authorityCount"),
        TreeFigure("portal_online_full", "fullCount", "authorityCount"),
        TreeFigure("portal_online_used", "onlineDossierCount", "onlineServiceTotal"),
    ),
}  # fmt: skip
#: Any other payload of this shape.
UNNAMED_TREE = (TreeFigure(UNNAMED_TOTAL, value="ratio", scores=_TOTAL, max_scores=_MAX_TOTAL),)


def indicator_of(code: str) -> str:
    """The indicator of a metric code; ``portal_<code>`` for one we do not know."""
    return INDICATOR_OF_CODE.get(code, f"portal_{code.casefold()}")


def is_known(code: str) -> bool:
    """Whether a metric code is one we know."""
    return code in INDICATOR_OF_CODE or code in CODES_WITHOUT_POINTS
