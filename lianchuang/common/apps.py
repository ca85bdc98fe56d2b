from django.apps import AppConfig

from lianchuang.common import addresses


class CommonConfig(AppConfig):
    name = "lianchuang.common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        addresses.register()
