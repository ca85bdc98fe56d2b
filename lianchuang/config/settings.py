"""All settings, in one file. Values come from the environment; what cannot be understood stops the start.

LIANCHUANG_HOME   folder of all data (default ./var)
DATABASE_URL      postgresql://user:password@host:port/name; without it SQLite in LIANCHUANG_HOME
LIANCHUANG_HOSTS  further host names, separated by commas
LIANCHUANG_FONTS  a folder with fonts besides the machine's own, for PDF
LIANCHUANG_HTTPS  "1" when served behind HTTPS: cookies are then sent only there
LIANCHUANG_ADDRESS  where people reach the site (https://lc.example.cn): for links in messages
LIANCHUANG_MAIL   smtp://user:password@host:port (STARTTLS; ?tls=0 without), or smtps:// (TLS from the start)
LIANCHUANG_MAIL_FROM  the sender of e-mails; needed with LIANCHUANG_MAIL
LIANCHUANG_WORKER "0": `serve` works no standing tasks off (then `lianchuang work` does)
SECRET_KEY        or SECRET_KEY_FILE; without both a key is made once and kept in LIANCHUANG_HOME/secret.key
"""

import mimetypes
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

PACKAGE = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("LIANCHUANG_HOME", "var")).resolve()


def _flag(name: str, default: str = "0") -> bool:
    text = os.environ.get(name, default).strip().lower()
    if text not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {text!r}.")
    return text in {"1", "true", "yes"}


def _secret_key() -> str:
    if key := os.environ.get("SECRET_KEY"):
        return key
    if file := os.environ.get("SECRET_KEY_FILE"):
        return Path(file).read_text().strip()
    path = HOME / "secret.key"
    if not path.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50))
        path.chmod(0o600)
    return path.read_text().strip()


def _database() -> dict[str, Any]:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "lianchuang.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE: without it parallel writers get "database is locked" (docs/decisions/0003)
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                    "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728;"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgresql://, not {parts.scheme}://.")
    host = parts.hostname or ""
    for pair in parts.query.split("&"):
        if pair.startswith("host="):
            host = unquote(pair.removeprefix("host="))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


def _address() -> str:
    address = os.environ.get("LIANCHUANG_ADDRESS", "").strip().rstrip("/")
    if address and (urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).netloc):
        raise ImproperlyConfigured(f"LIANCHUANG_ADDRESS must begin with https://, not {address!r}.")
    return address


def _mail() -> dict[str, Any]:
    """Django's names of what the address of the mail server says."""
    url = os.environ.get("LIANCHUANG_MAIL", "")
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ImproperlyConfigured("LIANCHUANG_MAIL must be smtp://user:password@host:port or smtps://….")
    if not os.environ.get("LIANCHUANG_MAIL_FROM"):
        raise ImproperlyConfigured("LIANCHUANG_MAIL needs LIANCHUANG_MAIL_FROM, the sender of e-mails.")
    is_smtps = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if is_smtps else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_smtps,
        "EMAIL_USE_TLS": not is_smtps and "tls=0" not in parts.query.split("&"),
    }


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *(host.strip() for host in os.environ.get("LIANCHUANG_HOSTS", "").split(",") if host.strip()),
]

# Own apps from the bottom up; ARCHITECTURE.md and the import contract hold the same order, and a test keeps them equal.
OWN_APPS = [
    "lianchuang.common",
    "lianchuang.jobs",
    "lianchuang.audit",
    "lianchuang.accounts",
    "lianchuang.notices",
    "lianchuang.standards",
    "lianchuang.campaigns",
    "lianchuang.sites",
    "lianchuang.duties",
    "lianchuang.evidence",
    "lianchuang.findings",
    "lianchuang.inspections",
    "lianchuang.bulletins",
    "lianchuang.desk",
    "lianchuang.field",
    "lianchuang.demo",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_htmx",
    *OWN_APPS,
    "lianchuang.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lianchuang.accounts.middleware.DoorMiddleware",
    "lianchuang.accounts.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lianchuang.common.middleware.RefusalMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "lianchuang.config.urls"
WSGI_APPLICATION = "lianchuang.config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lianchuang.common.templatetags.lc",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lianchuang.desk.navigation.frame",
            ],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True  # when people sign in and out is nobody's business (DESIGN §2, principle 1)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
LOCALE_PATHS = [PACKAGE / "config" / "locale"]
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
LANGUAGE_COOKIE_NAME = "language"

mimetypes.add_type("text/javascript", ".mjs")
STATIC_URL = "/static/"
STATICFILES_DIRS = [path for path in [PACKAGE / "browser"] if path.is_dir()]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
WHITENOISE_MIMETYPES = {".mjs": "text/javascript"}
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

HTTPS = _flag("LIANCHUANG_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "style-src": [SELF],
        "script-src": [SELF],
        "worker-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

ADDRESS = _address()
WORKS_IN_SERVE = _flag("LIANCHUANG_WORKER", "1")
MAIL_IS_SET_UP = bool(_mail())
globals().update(_mail())
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("LIANCHUANG_MAIL_FROM", "lianchuang@localhost")
WECOM_ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
