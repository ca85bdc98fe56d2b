from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "lianchuang.demo"
    default_auto_field = "django.db.models.BigAutoField"
