from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EvidenceConfig(AppConfig):
    name = "lianchuang.evidence"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every app's uses.py, so that each says what photos hang on."""
        autodiscover_modules("uses")
