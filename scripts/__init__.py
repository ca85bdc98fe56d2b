"""What `make` runs. Everything here works with a bare Python 3.11, before anything is installed."""
