"""The front ends' section: two side by side on the chosen sound, and which one made an array."""
