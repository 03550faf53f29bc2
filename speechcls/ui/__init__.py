"""The page: layout, handlers, and the pictures drawn in the browser."""

LOOPBACK = ("127.0.0.1", "localhost", "::1")  # names that nobody else's computer answers to
