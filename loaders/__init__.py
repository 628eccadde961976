"""From files to facts: one module a format."""
