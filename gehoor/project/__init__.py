"""Wiring: settings, addresses, servers, command line, embedded database. Holds no rules."""
