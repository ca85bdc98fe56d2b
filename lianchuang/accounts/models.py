"""Who there is: the tree of units, the posts in them, the people, and who holds which post from when to
when.
"""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from lianchuang.common.ids import new_id
from lianchuang.common.words import Named, in_reader_language


class UnitKind(models.TextChoices):
    PROVINCE = "province", _("Province")
    PREFECTURE = "prefecture", _("Prefecture")
    COUNTY = "county", _("County")
    BUREAU = "bureau", _("County body")
    STREET = "street", _("Street")
    TOWN = "town", _("Town")
    COMMUNITY = "community", _("Community")
    VILLAGE = "village", _("Village")


PLACE_KINDS = (UnitKind.STREET, UnitKind.TOWN, UnitKind.COMMUNITY, UnitKind.VILLAGE)


class Unit(Named):
    """A body in the tree. `path` is the chain of codes from the root ("1.5.32."), so that a sub-tree is a
    prefix.

    `sort_key` is the pinyin of the name: lists of units stand in name order.
    """

    code = models.CharField(max_length=30, unique=True)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=UnitKind)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=200, unique=True)
    sort_key = models.CharField(max_length=200)

    class Meta:
        ordering: ClassVar = ["path"]

    @property
    def short_label(self) -> str:
        """The short name in the reader's language; English has one name only."""
        return in_reader_language(self.short_name, self.name_en)


class PostKind(Named):
    """What a post is for, so that a rule can say "the sanitation post of the street it lies in"."""

    code = models.SlugField(max_length=30, unique=True)

    class Meta:
        ordering: ClassVar = ["code"]


class Post(Named):
    """A seat in a unit. Duties hang on posts; when somebody leaves, they stay."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="posts")
    kind = models.ForeignKey(PostKind, on_delete=models.PROTECT, related_name="posts")
    code = models.CharField(max_length=40, unique=True)

    class Meta:
        ordering: ClassVar = ["unit__path", "code"]
        indexes: ClassVar = [models.Index(fields=["unit", "kind"], name="post_unit_kind")]

    @property
    def full_name(self) -> str:
        """Unit and post in the reader's language: 桂亭街道 · 环卫岗. Needs `unit` loaded."""
        return f"{self.unit.short_label} · {self.label}"

    @property
    def written_name(self) -> str:
        """Unit and post as records keep them, whoever reads or writes. Needs `unit` loaded."""
        return f"{self.unit.short_name} · {self.name}"


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person who may sign in; without a password nobody can sign in by password."""
        person = self.model(username=username, **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """A human who may sign in. What they may do comes from the posts they hold, never from the person."""

    last_login = None  # type: ignore[assignment, unused-ignore]  # nobody's hours are kept (DESIGN §2, 1)
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("User name"), max_length=60, unique=True)
    name = models.CharField(_("Name"), max_length=60)
    phone = models.CharField(max_length=20, blank=True)
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=10, blank=True)
    theme = models.CharField(max_length=5, blank=True, choices=[("light", _("Light")), ("dark", _("Dark"))])

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    def __str__(self) -> str:
        return self.name


class Appointment(models.Model):
    """Who holds which post, from when to when. `until` is the first day no longer in office."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="appointments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="appointment_order"),
            models.UniqueConstraint(
                fields=["person", "post"], condition=Q(until__isnull=True), name="appointment_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["post", "until"], name="appointment_post")]

    def __str__(self) -> str:
        return f"{self.person} – {self.post} {self.since}"


class Role(models.TextChoices):
    OFFICE = "office", _("Campaign office")
    LEADER = "leader", _("Leader")
    COORDINATOR = "coordinator", _("Unit coordinator")
    POST_HOLDER = "post_holder", _("Responsible post-holder")
    INSPECTOR = "inspector", _("Inspector")
    VERIFIER = "verifier", _("Verifier")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class Grant(models.Model):
    """A role that a post carries, over the sub-tree of `scope`; `campaigns` are campaign codes, empty for
    all.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=15, choices=Role)
    scope = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    campaigns = models.JSONField(default=list, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["post", "role", "scope"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.post}: {self.role} in {self.scope}"
