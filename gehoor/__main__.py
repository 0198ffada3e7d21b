"""`python -m gehoor`: the same as the command `gehoor`."""

import sys

from gehoor.project.commands import main

sys.exit(main())
