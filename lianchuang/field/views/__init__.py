"""The app's files, what the device asks and sends, and the office's page of what is to be decided."""
