"""Say which outlet publishes at an address, for those who fetch it: what the gazetteer knows."""

from corrobora.gazetteer.publishing import host_of, outlet_of, registrable

__all__ = ["host_of", "outlet_of", "registrable"]
