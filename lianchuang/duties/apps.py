from django.apps import AppConfig


class DutiesConfig(AppConfig):
    name = "lianchuang.duties"
    default_auto_field = "django.db.models.BigAutoField"
