"""The tables of what we know and agreed: kept answers, the protocol, house style, agenda."""

from gehoor.knowledge.models.agenda import AgendaItem
from gehoor.knowledge.models.kept import KeptAnswer, KeptForm
from gehoor.knowledge.models.protocol import ProtocolLine
from gehoor.knowledge.models.style import Style, Tip

__all__ = ["AgendaItem", "KeptAnswer", "KeptForm", "ProtocolLine", "Style", "Tip"]
