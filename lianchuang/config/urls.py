"""Every address, by app. A prefix belongs to one app; `accounts`, `inspections` and `desk` share the root."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from lianchuang.config.health import healthz

PREFIXES = (
    ("", "lianchuang.accounts.urls"),
    ("audit/", "lianchuang.audit.urls"),
    ("standards/", "lianchuang.standards.urls"),
    ("campaigns/", "lianchuang.campaigns.urls"),
    ("sites/", "lianchuang.sites.urls"),
    ("duties/", "lianchuang.duties.urls"),
    ("evidence/", "lianchuang.evidence.urls"),
    ("findings/", "lianchuang.findings.urls"),
    ("", "lianchuang.inspections.urls"),
    ("bulletins/", "lianchuang.bulletins.urls"),
    ("", "lianchuang.desk.urls"),
    ("demo/", "lianchuang.demo.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    *(path(prefix, include(module)) for prefix, module in PREFIXES if find_spec(module)),
]
