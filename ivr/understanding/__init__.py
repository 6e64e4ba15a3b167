"""From words to meaning: intents, slots, and how sure we are."""
