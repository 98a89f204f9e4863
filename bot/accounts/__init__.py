"""Who may use the doors on the network, and which reports are kept for which groups."""
