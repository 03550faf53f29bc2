"""Pictures as data, and drawn for files; the browser draws the same data on canvases."""
