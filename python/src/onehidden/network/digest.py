"""The digest of a network's parameters: a short text that stands for all their bits (SPEC.md 7.1)."""

from __future__ import annotations

import hashlib

from onehidden.checks.arguments import refuse_unknown_arguments
from onehidden.network.network import Network, check_network


@refuse_unknown_arguments
def parameter_digest(network: Network) -> str:
    """Compute SHA-256 over the parameters' little-endian bytes: wh, bh, wout, bout, matrices row by row.

    Parameters
    ----------
    network : Network
        The network.

    Returns
    -------
    str
        64 hexadecimal digits. Equal digests mean equal bits; +0 and -0 differ.

    Raises
    ------
    OneHiddenError
        With code invalid_network.

    Notes
    -----
    SPEC.md 7.1.

    Examples
    --------
    >>> network = Network(wh=[[1.0, -1.0]], bh=[0.0, 0.0], wout=[[1.0], [1.0]], bout=[-1.0])
    >>> parameter_digest(network)[:16]
    'f5e692e316c13655'
    """
    check_network(network)
    content = b"".join(p.astype("<f8").tobytes() for p in network.parameters().values())
    return hashlib.sha256(content).hexdigest()
