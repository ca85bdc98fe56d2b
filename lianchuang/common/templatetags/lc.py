"""The few parts of the look as template tags."""

from django import template

register = template.Library()
