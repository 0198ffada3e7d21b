"""How every part is doing: for colleagues in words, for machines as addresses and figures."""
