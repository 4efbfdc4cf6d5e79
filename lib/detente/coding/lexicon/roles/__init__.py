"""Roles: who of the named does it, and to whom."""
