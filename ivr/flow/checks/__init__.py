"""What an author is told of a flow before any caller is, one small check each.

A check takes a loaded flow and yields what is wrong with it. `ivr.flow.linter` says which there are; docs/checker.md
explains every code with an example.
"""
