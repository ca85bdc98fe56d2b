"""Files of visits as others send them: results of our XLSForm, an outside inspection."""

import csv
import io
import zipfile
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from lianchuang.common import clock
from lianchuang.inspections.models import Round
from lianchuang.sites.models import CheckItem, Site
from lianchuang.sites.xlsform import field_of
from tests.cast import Cast

MAP = """
body: 河桥测评中心
columns:
  at: {column: 时间}
  site: {column: 编码, optional: true}
  name: {column: 名称, optional: true}
  address: {column: 地址, optional: true}
  item: {column: 问题, optional: true}
  count: {column: 数量, optional: true}
  grade: {column: 状态, optional: true, values: {甲: A, 乙: B, 丙: C, 丁: "C#", 不适用: NA}}
  note: {column: 说明, optional: true}
  inspector: {column: 检查员, optional: true}
"""
ALL_RIGHT = MAP.replace("columns:", "unlisted: right\ncolumns:")


def today_at(hour: int) -> datetime:
    """That hour of yesterday, the county's time: in every round of the tests, and over."""
    day = clock.local(clock.now()) - timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def csv_of(rows: list[Mapping[str, str]]) -> str:
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def outside_row(item: str = "", *, site: str = "LANE-1", hour: int = 9, **cells: str) -> dict[str, str]:
    """One thing seen by the outside body."""
    named = {"时间": f"{today_at(hour):%Y-%m-%d %H:%M}", "编码": site, "名称": "", "地址": "", "问题": item}
    return {**named, "数量": "", "状态": "", "说明": "", "检查员": "检查员甲", **cells}


def result_row(
    cast: Cast, wrong: Mapping[CheckItem, Mapping[str, str]] | None = None, *, site: Site | None = None, **cells: str
) -> dict[str, str]:
    """A lane's result as ODK Central gives it: groups before the names, the id at the end."""
    row = {
        "SubmissionDate": today_at(11).isoformat(),
        "started": today_at(9).isoformat(timespec="milliseconds"),
        "ended": today_at(10).isoformat(timespec="milliseconds"),
        "place-inspector": cast.inspector.post.code,
        "place-site": (site or cast.lane).code,
    }
    for item in (cast.rubbish_item, cast.ads_item, cast.road_item):
        told = (wrong or {}).get(item)
        row[f"zone_along-{field_of('verdict', item.code)}"] = "right" if told is None else "wrong"
        for fact in ("count", "photo", "note", "fixed"):
            row[f"zone_along-{field_of(fact, item.code)}"] = (told or {}).get(fact, "")
    return {**row, "remark": "", "meta-instanceID": f"uuid:{uuid4()}", "KEY": "", **cells}


def zip_of(table: str, photos: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("form.csv", table)
        for name, content in photos.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def spoken_of(found: Round) -> set[str]:
    """The sites with a visit in the round."""
    return set(found.visits.values_list("site__code", flat=True))
