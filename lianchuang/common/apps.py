from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "lianchuang.common"
    default_auto_field = "django.db.models.BigAutoField"
