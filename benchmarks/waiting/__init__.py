"""How long callers are told that they wait, and how long they wait: days at a desk, played event by event."""
