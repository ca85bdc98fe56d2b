"""Pages of bulletins, their wording and supervisory letters."""
