"""Pictures on the network, fetched within bounds."""
