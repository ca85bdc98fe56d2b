"""What counts are the attempts that failed, not the workers that died."""

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("notices", "0001_notices")]
    operations: ClassVar = [migrations.RenameField("message", "attempts", "failed_attempts")]
