"""What is sent only for a reason, and the field for it: for its writer and a second person."""

from gehoor.flows.preferring import NotBySocial
from gehoor.flows.protocol import AgainstProtocol
from gehoor.flows.quoting import RepeatsPrivate
from gehoor.flows.refusing import NotPossible
from gehoor.flows.styling import AdvisesMedically

ASKED: dict[type[NotPossible], str] = {
    NotBySocial: "by_social",
    AgainstProtocol: "by_protocol",
    AdvisesMedically: "medical",
    RepeatsPrivate: "repeats",
}
