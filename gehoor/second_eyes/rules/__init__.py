"""Why a second person looks first, and what a running case is. Values in, answer out."""

from gehoor.second_eyes.rules.cases import MOST_NAMES, forms_in, is_numbered, is_of_a_name
from gehoor.second_eyes.rules.why import NAMES, Why

__all__ = ["MOST_NAMES", "NAMES", "Why", "forms_in", "is_numbered", "is_of_a_name"]
