"""How the demo keeps passwords: quickly, because they stand on the screen."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Quick(Argon2PasswordHasher):
    """Guards nothing: five good hashes would be most of a second of a newcomer's wait."""

    time_cost = 1
    memory_cost = 1024
    parallelism = 1
