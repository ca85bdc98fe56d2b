"""Files in and out: pure readers and writers. They know neither rows nor the clock."""
