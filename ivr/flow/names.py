"""Names that mean the same in every flow."""

EVERYWHERE = ("agent", "repeat", "help", "go_back", "start_over", "goodbye")
"""Intents that work at every moment of a call without being written."""

CHANGE_NOTHING = ("repeat", "help")
"""Those after which the same question is still open."""

HAND_OVER = "hand_over"
"""Where a node may lead besides the flow's own nodes: to a person."""
