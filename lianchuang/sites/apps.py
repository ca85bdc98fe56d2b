from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "lianchuang.sites"
    default_auto_field = "django.db.models.BigAutoField"
