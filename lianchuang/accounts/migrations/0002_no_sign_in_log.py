"""Times of signing in and out, which django-axes kept, are removed: they are nobody's business (DESIGN §2, principle 1)."""

from typing import ClassVar

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def remove_log(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Every line of it."""
    apps.get_model("axes", "AccessLog").objects.all().delete()


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("accounts", "0001_initial"),
        ("axes", "0010_accessattemptexpiration"),
    ]
    operations: ClassVar = [migrations.RunPython(remove_log, migrations.RunPython.noop, elidable=True)]
