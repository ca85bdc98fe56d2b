from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WiringConfig(AppConfig):
    name = "lianchuang.config"

    def ready(self) -> None:
        """Connect what reacts to what, once every app is there."""
        autodiscover_modules("wiring")
