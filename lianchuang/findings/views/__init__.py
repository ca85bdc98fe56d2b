"""Pages of findings: the list (`listing`, `bulk`), one of them (`single`), and a page for each verb (`deeds`)."""
