"""Pictures as data, and drawn into files by matplotlib; the browser draws the same data on canvases."""
