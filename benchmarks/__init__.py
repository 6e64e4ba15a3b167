"""Slow measurements. They print ratios against a baseline run side by side and assert nothing."""
