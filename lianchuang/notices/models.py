"""What posts must be told; whether and where people are told outside the program; the messages that go out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from lianchuang.accounts.models import Post, Unit
from lianchuang.common.ids import new_id


class Notice(models.Model):
    """One thing that a post is told: written in the transaction of the action that it tells of.

    What it says comes from its audit code (`Tells.says`); `about`, `due` and `by_words` are as they were then. An
    in-app-only one never leaves the program. Whether it was read is kept, when or by whom is not. `mail_done` and
    `group_done`: nothing more is to be done about it on that way.
    """

    # No number that counts up: it would tell of what others are told.
    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="notices")
    entry = models.BigIntegerField()
    code = models.CharField(max_length=60)
    at = models.DateTimeField()
    about = models.CharField(max_length=240)
    due = models.CharField(max_length=20, blank=True)
    by_words = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=200)
    is_urgent = models.BooleanField(default=False)
    in_app_only = models.BooleanField(default=False)
    is_read = models.BooleanField(default=False)
    mail_done = models.BooleanField(default=False)
    group_done = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["entry", "post"], name="notice_once")]
        indexes: ClassVar = [
            models.Index(fields=["post"], condition=Q(is_read=False), name="notice_unread"),
            models.Index(fields=["post", "-id"], name="notice_of_post"),
            models.Index(fields=["id"], condition=Q(mail_done=False), name="notice_to_mail"),
            models.Index(fields=["id"], condition=Q(group_done=False), name="notice_to_group"),
            models.Index(fields=["at"], name="notice_at"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.about}"


class How(models.TextChoices):
    DAILY = "daily", _("Once a working day, everything in one message")
    AT_ONCE = "at_once", _("Soon, a few minutes' notices in one message")
    IN_APP = "in_app", _("Only here")


class Choice(models.Model):
    """How a person wants to be told outside the program. Without a row: daily, but to no address."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_choice")
    how = models.CharField(max_length=8, choices=How, default=How.DAILY)
    email = models.EmailField(blank=True)

    def __str__(self) -> str:
        return f"{self.person_id} {self.how}"


class Robot(models.Model):
    """The robot of a unit's WeCom group. `key` is the secret part of its webhook address."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="notice_robot")
    key = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.unit_id} …{self.key[-4:]}"


class Channel(models.TextChoices):
    EMAIL = "email", _("E-mail")
    WECOM = "wecom", _("WeCom group")


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    CLAIMED = "claimed", _("being prepared")
    HANDING = "handing", _("being handed over")
    SENT = "sent", _("sent")
    UNSURE = "unsure", _("perhaps not arrived")
    GIVEN_UP = "given_up", _("given up")


class Message(models.Model):
    """One message to one address, for many notices. See docs/rules/notices.md for its states.

    `key` says which message it is ("email:<person>:<day>"): it exists once. A message that perhaps did not arrive is
    never sent again; the next one to the same address says so (`followed_by`).
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=5, choices=Channel)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    robot = models.ForeignKey(Robot, null=True, blank=True, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.WAITING)
    made_at = models.DateTimeField()
    next_at = models.DateTimeField()
    worker = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    handed_at = models.DateTimeField(null=True, blank=True)
    failed_attempts = models.PositiveSmallIntegerField(default=0)  # a worker's death is none of the channel's failures
    last_error = models.CharField(max_length=400, blank=True)
    followed_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="follows")

    class Meta:
        ordering: ClassVar = ["made_at", "id"]
        indexes: ClassVar = [
            models.Index(
                fields=["next_at"], condition=Q(state__in=["waiting", "claimed", "handing"]), name="message_to_send"
            ),
            models.Index(
                fields=["made_at"],
                condition=Q(state__in=["unsure", "given_up"], followed_by__isnull=True),
                name="message_to_follow",
            ),
            models.Index(fields=["robot", "handed_at"], name="message_of_robot"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

    @property
    def mark(self) -> str:
        """A short name of the message that people can compare: the end of its id."""
        return self.id.hex[-6:].upper()


class MessageItem(models.Model):
    """A notice in a message. `target` is the address it went to, so that no notice goes to one address twice."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="items")
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="items")
    target = models.CharField(max_length=48)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["notice", "target"], name="message_item_once")]

    def __str__(self) -> str:
        return f"{self.target} {self.notice_id}"
