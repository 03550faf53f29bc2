"""How a clip becomes numbers for a network, and numbers a sound again."""
