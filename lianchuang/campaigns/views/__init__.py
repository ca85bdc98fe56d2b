"""Pages of the joint campaign: the charter itself (`campaigns`), and a module for each kind of thing in it."""
