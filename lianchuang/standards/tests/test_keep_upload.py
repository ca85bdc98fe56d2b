"""Keeping a sent file until its sender confirms it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import Http404

from lianchuang.common.refusals import NotAllowed
from lianchuang.standards.access import get_upload
from lianchuang.standards.actions import keep_upload
from lianchuang.standards.models import StandardUpload
from tests.cast import Cast

AT = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def test_it_is_kept_for_its_sender_alone_and_for_a_day(cast: Cast) -> None:
    upload = keep_upload(content=b"a,b,=", name="x" * 300, kind="pairs", by=cast.office.actor, at=AT)
    assert bytes(get_upload(cast.office.actor, upload.pk, AT).content) == b"a,b,="
    with pytest.raises(Http404):
        get_upload(cast.foreign_office.actor, upload.pk, AT)
    with pytest.raises(NotAllowed):
        get_upload(cast.leader.actor, upload.pk, AT)
    late = AT + timedelta(hours=25)
    with pytest.raises(Http404):
        get_upload(cast.office.actor, upload.pk, late)
    keep_upload(content=b"c,d,=", name="y", kind="pairs", by=cast.office.actor, at=late)
    assert [one.name for one in StandardUpload.objects.all()] == ["y"]


def test_only_the_office_may(cast: Cast) -> None:
    for name in ("leader", "coordinator", "auditor", "administrator", "stranger"):
        with pytest.raises(NotAllowed):
            keep_upload(content=b"x", name="x", kind="pairs", by=cast.members[name].actor, at=AT)
