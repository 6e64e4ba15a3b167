"""From the line to a person: tickets and the queue."""
