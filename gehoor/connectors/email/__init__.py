"""E-mail: a mailbox read over IMAP, answered over SMTP."""

from gehoor.connectors.email.connector import PLUGIN

__all__ = ["PLUGIN"]
