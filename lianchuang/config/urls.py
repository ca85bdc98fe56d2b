"""Every address, by app. A prefix belongs to one app; `accounts`, `inspections` and `desk` share the root."""

from django.urls import URLPattern, URLResolver, include, path

from lianchuang.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("lianchuang.accounts.urls")),
    path("notices/", include("lianchuang.notices.urls")),
    path("audit/", include("lianchuang.audit.urls")),
    path("standards/", include("lianchuang.standards.urls")),
    path("campaigns/", include("lianchuang.campaigns.urls")),
    path("sites/", include("lianchuang.sites.urls")),
    path("duties/", include("lianchuang.duties.urls")),
    path("evidence/", include("lianchuang.evidence.urls")),
    path("findings/", include("lianchuang.findings.urls")),
    path("", include("lianchuang.inspections.urls")),
    path("bulletins/", include("lianchuang.bulletins.urls")),
    path("field/", include("lianchuang.field.urls")),
    path("", include("lianchuang.desk.urls")),
    path("demo/", include("lianchuang.demo.urls")),
]
