"""Makes a channel that may be pushed to in the installation of GEHOOR_HOME, from outside of it.

    python -m gehoor.testing.pushed_channel

Prints, as JSON, the address and the secret.
"""

import json
import sys

import django

django.setup()

# Models can be imported only once Django is set up, which the line above does.
from django.conf import settings  # noqa: E402

from gehoor.testing import make  # noqa: E402


def main() -> None:
    pusher = make.pushed_channel(settings.BASE_URL)
    told = {"address": pusher.address, "secret": pusher.secret}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
