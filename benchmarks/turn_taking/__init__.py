"""Turn-taking measured in audio time: who is cut off, how soon the line goes on, and what stops a prompt."""
