"""What travels between server and browser, typed: `python -m tools.docs` writes scope/protocol.d.ts from this.

Settings are what a component is given once, as the page is built. A question's `turn` is the number that the browser
gave it, and comes back with the answer. What a browser sends is untrusted whatever its type here: handlers read it
through `number` and `choice`.
"""
