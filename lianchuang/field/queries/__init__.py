"""What the device is given: `package`, `checklists`, `stops`, `shell`; and what waits for the office: `decisions`."""
