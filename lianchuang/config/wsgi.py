"""The WSGI application that every server loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianchuang.config.settings")
application = get_wsgi_application()
