"""Every step from an older database to the newest."""
