"""The wording of an office: a version for each change, frozen with each bulletin, refused with the place of the fault."""

from collections.abc import Callable

import pytest
from django.test import Client

from lianchuang.bulletins.actions import redraft_bulletin, save_template
from lianchuang.bulletins.forms import initial_of
from lianchuang.bulletins.models import BulletinTemplate
from lianchuang.bulletins.queries import BulletinPage, Paper, shipped, wording_in_use
from lianchuang.bulletins.rules.wording import Wording
from lianchuang.bulletins.tests.week import MORNING_AFTER, draft, publish, put_week
from lianchuang.common.refusals import ChangedMeanwhile, Invalid, NotAllowed
from tests.cast import Cast

ClientOf = Callable[..., Client]
PAGE = "/bulletins/wording/weekly/"


def changed(**texts: str) -> Wording:
    data = shipped("weekly").data
    return Wording.of({**data, **{name: {"zh": text, "en": ""} for name, text in texts.items()}})


def save(cast: Cast, wording: Wording, number: int = 0) -> BulletinTemplate:
    return save_template(
        joint=cast.joint, kind="weekly", wording=wording, expected_number=number, by=cast.office.actor, at=MORNING_AFTER
    )


def masthead(cast: Cast, bulletin: object) -> str:
    return Paper(BulletinPage(cast.office.actor, bulletin)).wording.masthead.zh


def test_a_draft_takes_the_new_words_when_counted_anew_and_a_published_one_keeps_its_own(cast: Cast) -> None:
    old = publish(cast, draft(cast))
    save(cast, changed(masthead="巡查通报"))
    again = draft(cast, monday=old.period_from.replace(day=2), as_of=MORNING_AFTER)
    assert (again.template, masthead(cast, again)) == (1, "巡查通报")
    save(cast, changed(masthead="又改通报"), number=1)
    assert masthead(cast, again) == "巡查通报"
    redraft_bulletin(bulletin=again, by=cast.office.actor, at=MORNING_AFTER)
    assert (again.template, masthead(cast, again)) == (2, "又改通报")
    old.refresh_from_db()
    assert (old.template, masthead(cast, old)) == (0, "督查通报")


def test_what_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        save(cast, changed(opening="走访 {走仿} 处"))
    assert "走访" in refused.value.fields["opening_zh"][0]
    save(cast, changed())
    with pytest.raises(ChangedMeanwhile):
        save(cast, changed())
    for who in ("leader", "coordinator", "foreign_office"):
        with pytest.raises(NotAllowed):
            save_template(
                joint=cast.joint, kind="weekly", wording=changed(), expected_number=1, by=cast.members[who].actor,
                at=MORNING_AFTER,
            )  # fmt: skip
    assert BulletinTemplate.objects.count() == 1


def typed(**changes: str) -> dict[str, str]:
    wording = shipped("weekly")
    data = {key: value for key, value in initial_of(wording).items() if value is not False}
    data |= {f"{section.key}_place": place for place, section in enumerate(wording.sections, start=1)}
    return {**data, "number": "0", **changes}


def test_the_page_previews_on_real_figures_saves_and_restores(cast: Cast, client_of: ClientOf) -> None:
    put_week(cast)
    draft(cast)
    client = client_of(cast.office.person, cast.office.post)
    client.cookies["language"] = "zh-hans"
    assert "{应销}" in client.get(PAGE).content.decode()
    preview = client.post(f"{PAGE}preview/", typed(title_zh="应销 {应销} 件的通报")).content.decode()
    assert "应销 6 件的通报" in preview
    assert not BulletinTemplate.objects.exists()
    wrong = client.post(f"{PAGE}preview/", typed(title_zh="{应消}"))
    assert wrong.status_code == 422
    assert "{应销}" in wrong.content.decode()
    moved = typed(units_place="2", whole_place="3")
    assert client.post(PAGE, moved).status_code == 302
    _number, wording = wording_in_use(cast.joint, "weekly")
    assert [one.key for one in wording.sections][:3] == ["vetoes", "units", "whole"]
    assert client.post(f"{PAGE}restore/", {"version": 1}).status_code == 302
    assert wording_in_use(cast.joint, "weekly") == (2, shipped("weekly"))
