"""Pages of findings: the list (`listing`), one of them (`single`), and a page for each verb (`deeds`)."""
