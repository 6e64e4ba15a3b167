"""What to do next: events in, actions out, no clock, no sound, no database."""
