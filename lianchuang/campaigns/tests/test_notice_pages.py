"""The pages of drafting from a notice: nothing is created unseen, what was typed stays."""

import io
from collections.abc import Callable
from html import unescape
from typing import Any

from django.test import Client
from django.urls import reverse

from lianchuang.campaigns.models import Demand, Notice, NoticeCampaign
from tests.cast import Cast

ClientOf = Callable[..., Client]
TEXT = """莲县召开四城联创动员大会

3月2日上午，莲县召开“四城联创”工作动员大会。

会上，县委常委、常务副县长安排部署了国家卫生县城创建工作；副县长就国家森林城市创建工作进行部署。

要压实责任到岗，细化任务到人。要定期通报情况，限期督促整改。
2026年3月2日
"""


def draft(client: Client, **given: Any) -> Any:
    return client.post(reverse("campaigns:draft_from_notice"), given)


def form_of(page: str) -> dict[str, str]:
    """The hidden counts and every text of the draft, as a browser would send them back."""
    found = {}
    for piece in page.split("<input ")[1:]:
        name, value = piece.split('name="', 1)[1].split('"', 1)[0], ""
        if 'value="' in piece.split(">", 1)[0]:
            value = unescape(piece.split('value="', 1)[1].split('"', 1)[0])
        if 'type="checkbox"' not in piece.split(">", 1)[0]:
            found[name] = value
    for piece in page.split("<textarea ")[1:]:
        name = piece.split('name="', 1)[1].split('"', 1)[0]
        found[name] = unescape(piece.split(">", 1)[1].split("</textarea>", 1)[0]).strip()
    return found


def test_reading_writes_nothing(cast: Cast, client_of: ClientOf) -> None:
    answer = draft(client_of(cast.office.person), text=TEXT)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "国家卫生县城" in page
    assert "定期通报情况" in page
    assert " checked" not in page
    assert not Notice.objects.exists()


def test_a_campaign_is_offered_where_only_one_is_like_it(cast: Cast, client_of: ClientOf) -> None:
    page = draft(client_of(cast.office.person), text=TEXT).content.decode()
    assert f'<option value="{cast.weisheng.pk}" selected>' in page
    forest = page.split("国家森林城市", 1)[1].split("</select>", 1)[0]
    assert '<option value="" selected>' in forest


def test_what_is_ticked_is_accepted(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    given = form_of(draft(client, text=TEXT).content.decode())
    count = int(given["demand_count"])
    assert count >= 3
    chosen = {**given, "take-1": "on", "text-1": "每周通报", "further": "宣传进校园\n", "title": "动员大会"}
    chosen["link-0"] = str(cast.weisheng.pk)
    assert client.post(reverse("campaigns:accept_notice"), chosen).status_code == 302
    notice = Notice.objects.get()
    assert notice.title == "动员大会"
    assert notice.dated is not None
    assert list(Demand.objects.order_by("order").values_list("text", flat=True)) == ["每周通报", "宣传进校园"]
    assert Demand.objects.get(order=1).sentence == given["sentence-1"]
    assert NoticeCampaign.objects.get().campaign == cast.weisheng
    assert "每周通报" in client.get(reverse("campaigns:demands")).content.decode()


def test_what_was_typed_stays(cast: Cast, client_of: ClientOf) -> None:
    client, accept = client_of(cast.office.person), reverse("campaigns:accept_notice")
    given = form_of(draft(client, text=TEXT).content.decode())
    for wrong in ({}, {"take-0": "on", "text-0": " "}, {"take-0": "on", "text-0": "长" * 301}):
        kept = client.post(accept, {**given, "further": "", "title": "我的标题", **wrong})
        assert kept.status_code == 422
        assert "我的标题" in kept.content.decode()
        assert given["sentence-1"] in unescape(kept.content.decode())
    twice = {**given, "link-0": str(cast.weisheng.pk), "link-1": str(cast.weisheng.pk), "title": "t"}
    assert "对到了同一个" in client.post(accept, twice).content.decode()
    assert not Notice.objects.exists()


def test_what_is_no_notice_is_said_so(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)
    for given in ({"text": "今天天气很好。"}, {"text": " "}, {}):
        answer = draft(client, **given)
        assert answer.status_code == 422
    assert "今天天气很好" in draft(client, text="今天天气很好。").content.decode()


def test_files_are_read_or_refused(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.office.person)

    def upload(content: bytes, name: str) -> Any:
        file = io.BytesIO(content)
        file.name = name
        return draft(client, file=file)

    assert upload(TEXT.encode("gb18030"), "通知.txt").status_code == 200
    assert upload(f"<html><body><p>{TEXT}</p></body></html>".encode(), "通知.html").status_code == 200
    assert upload(b"%PDF-1.7 ...", "a.pdf").status_code == 422
    assert upload(b"\x00" * (5 * 2**20 + 1), "big.txt").status_code == 422
    assert upload(b"", "empty.txt").status_code == 422


def test_it_is_the_offices(cast: Cast, client_of: ClientOf) -> None:
    for address in (reverse("campaigns:draft_from_notice"), reverse("campaigns:accept_notice")):
        for name in ("leader", "coordinator", "auditor"):
            assert client_of(cast.members[name].person).post(address, {"text": TEXT}).status_code == 403
    office = client_of(cast.office.person)
    assert office.get(reverse("campaigns:accept_notice")).status_code == 405


def test_counts_that_no_draft_has_are_refused(cast: Cast, client_of: ClientOf) -> None:
    accept, client = reverse("campaigns:accept_notice"), client_of(cast.office.person)
    for number in ("-1", "9999999", "x", "²", "", "00005", "5.0"):
        given = {"title": "t", "demand_count": number, "campaign_count": number, "further": ""}
        assert client.post(accept, given).status_code == 422
