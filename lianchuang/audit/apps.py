from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "lianchuang.audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every app's history.py, so that each audit code has its sentence."""
        autodiscover_modules("history")
