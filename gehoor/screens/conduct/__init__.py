"""The code of conduct: read and accepted by who answers, written by administrators."""
