"""The console in the browser, and its API."""
