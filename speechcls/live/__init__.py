"""Sound as it arrives: windows, smoothing, detections."""
