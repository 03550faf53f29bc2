"""The step "Break it": how much a sound can be spoiled until a network gives way."""
