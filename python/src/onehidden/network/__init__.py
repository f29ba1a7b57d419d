"""The network, its twelve steps, and the functions that compute them."""
