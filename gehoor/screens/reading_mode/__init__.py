"""The reading mode: a hundred conversations whole on one screen, to be dealt with by keyboard."""
