"""Disclosure control: what may be shown of the computed figures in a public report, and its independent audit.

No figure is computed or displayed here.
"""

from reportkit.disclosure.audit import Leak, audit
from reportkit.disclosure.derivation import derive
from reportkit.disclosure.protection import Protected, protect, protected
from reportkit.disclosure.reasons import RULES, reasons
from reportkit.disclosure.rounded_figures import round_figures
from reportkit.disclosure.waiting import without_waiting

__all__ = [
    "RULES",
    "Leak",
    "Protected",
    "audit",
    "derive",
    "protect",
    "protected",
    "reasons",
    "round_figures",
    "without_waiting",
]
