"""What the portal calls an indicator, and what we call it.

Belongs here: codes of metrics and of workbook columns. Does not belong here: reading payloads
(``portal_payload``, ``portal_workbook``), definitions (``sql/indicators``).

Source: the codes of published payloads (August 2026) and of published ranking workbooks.
"""

from __future__ import annotations

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
