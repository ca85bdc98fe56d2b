"""The archive book (申报材料) of a campaign: what it holds (`contents`), and building it file by file (`building`)."""
