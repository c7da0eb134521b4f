"""A province that changes on 1 July 2023: one commune moves, two merge, one is split, one is renamed.

Before: districts A (communes 1, 2, 3) and B (communes 1, 2). After: district B is gone, its commune
1 belongs to A; A.2 and A.3 are one; B.2 became A.4 and A.5; A.1 has a new name. GSO code 90102 is
used again, for the merged commune.
"""

UNITS = """unit_code,gso_code,unit_name,unit_level,parent_unit_code,province_code,valid_from,valid_to
T01,24,Tỉnh Cũ,province,,24,2020-01-01,2023-07-01
T02,24,Tỉnh Mới,province,,24,2023-07-01,
T01.S1,,Sở Một,department,T01,24,2020-01-01,2023-07-01
T02.S1,,Sở Một,department,T02,24,2023-07-01,
T01.A,901,Huyện An,district,T01,24,2020-01-01,2023-07-01
T02.A,901,Huyện An,district,T02,24,2023-07-01,
T01.B,902,Huyện Bình,district,T01,24,2020-01-01,2023-07-01
T01.A.1,90101,Xã Hòa Lạc,commune,T01.A,24,2020-01-01,2023-07-01
T01.A.2,90102,Xã Phúc Sơn,commune,T01.A,24,2020-01-01,2023-07-01
T01.A.3,90103,Xã Ba,commune,T01.A,24,2020-01-01,2023-07-01
T01.B.1,90201,Xã Trung,commune,T01.B,24,2020-01-01,2023-07-01
T01.B.2,90202,Xã Phúc Sơn,commune,T01.B,24,2020-01-01,2023-07-01
T02.A.1,90101,Phường Hòa Lạc,commune,T02.A,24,2023-07-01,
T02.A.2,90102,Xã Sơn Ba,commune,T02.A,24,2023-07-01,
T02.A.4,90104,Xã Phúc Sơn,commune,T02.A,24,2023-07-01,
T02.A.5,90105,Xã Năm,commune,T02.A,24,2023-07-01,
T02.A.6,90201,Xã Trung,commune,T02.A,24,2023-07-01,
"""
LINEAGE = """old_unit_code,new_unit_code,valid_from,kind
T01,T02,2023-07-01,merged
T01.S1,T02.S1,2023-07-01,moved
T01.A,T02.A,2023-07-01,merged
T01.B,T02.A,2023-07-01,merged
T01.A.1,T02.A.1,2023-07-01,moved
T01.A.2,T02.A.2,2023-07-01,merged
T01.A.3,T02.A.2,2023-07-01,merged
T01.B.1,T02.A.6,2023-07-01,moved
T01.B.2,T02.A.4,2023-07-01,split
T01.B.2,T02.A.5,2023-07-01,split
"""
TABLES = {"units": UNITS, "unit_lineage": LINEAGE}
DAYS = {"before": "2023-06-30", "after": "2023-07-01"}


def dossiers(unit_code: str, digitized: int, received: int, when: str) -> list[dict[str, object]]:
    """``received`` dossiers of one unit on the last day before or the first day after."""
    day = DAYS[when]
    return [
        {
            "unit_code": unit_code,
            "has_digitized_component": n < digitized,
            "received_at": f"{day} 08:00:00",
            "delivered_on": day,
        }
        for n in range(received)
    ]


def reform_rows() -> list[dict[str, object]]:
    """One dossier or more of every unit, before and after."""
    return [
        *dossiers("T01", 0, 1, "before"),
        *dossiers("T01.S1", 1, 1, "before"),
        *dossiers("T01.B", 1, 2, "before"),
        *dossiers("T01.A.1", 1, 2, "before"),
        *dossiers("T01.A.2", 1, 4, "before"),
        *dossiers("T01.A.3", 3, 4, "before"),
        *dossiers("T01.B.1", 1, 1, "before"),
        *dossiers("T01.B.2", 2, 3, "before"),
        *dossiers("T02.S1", 0, 1, "after"),
        *dossiers("T02.A.1", 2, 2, "after"),
        *dossiers("T02.A.2", 1, 2, "after"),
        *dossiers("T02.A.4", 0, 1, "after"),
        *dossiers("T02.A.6", 1, 4, "after"),
    ]


YTD = (
    " where f.indicator_id = 'digitization_rate' and f.period_type = 'ytd'"
    " and f.as_of_date = (select as_of_date from staging.run)"
)
