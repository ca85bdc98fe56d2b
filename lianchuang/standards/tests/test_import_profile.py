"""Importing a profile: what it selects, of which edition, and what of it is nowhere."""

import json
from datetime import UTC, datetime

import pytest

from lianchuang.accounts.access import SYSTEM
from lianchuang.audit.models import Entry
from lianchuang.common.refusals import NotAllowed
from lianchuang.standards.actions import import_edition, import_profile
from lianchuang.standards.exchange.jsontext import layout_of, read_json
from lianchuang.standards.exchange.oscal_profile import ProfileFile, read_profile, write_profile
from lianchuang.standards.models import Edition, Profile
from lianchuang.standards.queries.exchange import figures_of, plan_edition, plan_profile, selection_of
from lianchuang.standards.tests.test_import_edition import catalogue
from lianchuang.standards.tests.test_oscal import PROFILE, text_of
from lianchuang.standards.tests.trees import small
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def profile_file() -> ProfileFile:
    text = text_of(PROFILE)
    return read_profile(read_json(text), layout_of(text))


@pytest.mark.django_db
def test_it_finds_its_catalogue_and_tells_the_ids_that_are_nowhere() -> None:
    import_edition(plan=plan_edition(small()), by=SYSTEM, at=AT)
    edition = import_edition(plan=plan_edition(catalogue()), by=SYSTEM, at=AT)
    plan = plan_profile(profile_file(), Edition.objects.all())
    assert plan.edition == edition
    assert (len(plan.selected), plan.counts.active, plan.counts.withdrawn) == (3, 2, 0)
    assert [(one.place, one.target) for one in plan.links] == [
        ("imports[0] include-controls[0] with-ids[1]", "zz-9"),
        ("imports[0] exclude-controls[0] with-ids[0]", "at-1.2"),
    ]
    profile = import_profile(plan=plan, by=SYSTEM, at=AT)
    assert write_profile(Profile.objects.get(pk=profile.pk).carried) == text_of(PROFILE)
    assert [(row.code, bool(row.requirement)) for row in selection_of(profile)] == [
        ("ac-1", True),
        ("zz-9", False),
        ("at-1", True),
    ]
    assert figures_of(edition).profiles == (profile,)


@pytest.mark.django_db
def test_without_its_catalogue_it_is_kept_all_the_same() -> None:
    plan = plan_profile(profile_file(), Edition.objects.all())
    assert (plan.edition, plan.links) == (None, [])
    profile = import_profile(plan=plan, by=SYSTEM, at=AT)
    assert profile.selected == ["ac-1", "zz-9", "at-1"]


@pytest.mark.django_db
def test_the_same_again_changes_nothing_and_a_new_one_follows() -> None:
    profile = import_profile(plan=plan_profile(profile_file(), Edition.objects.all()), by=SYSTEM, at=AT)
    again = plan_profile(profile_file(), Edition.objects.all())
    assert again.is_same
    assert import_profile(plan=again, by=SYSTEM, at=AT) == profile
    assert Entry.objects.filter(code="profile.imported").count() == 1
    held = json.loads(text_of(PROFILE))
    held["profile"]["imports"][0]["include-controls"] = [{"with-ids": ["ac-2"]}]
    text = text_of(held)
    plan = plan_profile(read_profile(read_json(text), layout_of(text)), Edition.objects.all())
    assert import_profile(plan=plan, by=SYSTEM, at=AT).selected == ["ac-2"]
    assert Profile.objects.count() == 1


def test_only_the_office_may(cast: Cast) -> None:
    plan = plan_profile(profile_file(), Edition.objects.all())
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        with pytest.raises(NotAllowed):
            import_profile(plan=plan, by=cast.members[name].actor, at=AT)
    import_profile(plan=plan, by=cast.office.actor, at=AT)
