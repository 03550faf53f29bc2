"""The page: layout, handlers, and the pictures drawn in the browser."""
