"""Which wording a kind of bulletin uses now, and the versions before it."""

from lianchuang import packs
from lianchuang.bulletins.models import Bulletin, BulletinTemplate
from lianchuang.bulletins.rules.wording import Wording
from lianchuang.campaigns.models import JointCampaign


def shipped(kind: str) -> Wording:
    """The wording as shipped."""
    return Wording.of(packs.load_wordings()[kind])


def wording_in_use(joint: JointCampaign, kind: str) -> tuple[int, Wording]:
    """The newest version for a kind, and its number; number 0 is as shipped."""
    newest = BulletinTemplate.objects.filter(joint=joint, kind=kind).order_by("-number").first()
    return (newest.number, Wording.of(newest.wording)) if newest else (0, shipped(kind))


def wording_of(bulletin: Bulletin) -> Wording:
    """The wording that is frozen with a bulletin."""
    return Wording.of(bulletin.wording) if bulletin.wording else shipped(bulletin.kind)


def versions_of(joint: JointCampaign, kind: str) -> list[BulletinTemplate]:
    """Every version for a kind, newest first."""
    rows = BulletinTemplate.objects.filter(joint=joint, kind=kind)
    return list(rows.select_related("written_by__unit").order_by("-number"))
