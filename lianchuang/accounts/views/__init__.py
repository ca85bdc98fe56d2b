"""Pages: signing in and out, oneself, units, people."""
