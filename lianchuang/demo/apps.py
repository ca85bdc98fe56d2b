from django.apps import AppConfig

from lianchuang.common import sample


class DemoConfig(AppConfig):
    name = "lianchuang.demo"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the pages below know that they show an invented county."""
        sample.register(self._is_demo)

    def _is_demo(self) -> bool:
        return bool(self.get_model("DemoRun")._default_manager.filter(finished_at__isnull=False).exists())
