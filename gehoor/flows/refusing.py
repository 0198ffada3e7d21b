"""How a flow says that something cannot be done now."""


class NotPossible(Exception):
    """This cannot be done now. The text is fit to show; what was typed is kept."""
