"""The memory that a process holds, and the most that it has held since it was asked to forget: Linux tells both."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def is_told() -> bool:
    """Whether this system tells."""
    return (PROC / "self" / "clear_refs").exists()


def held(pid: int) -> int:
    """Bytes that a process holds now."""
    return kibibytes(pid, "VmRSS") * 1024


def peak(pid: int) -> int:
    """The most bytes that it has held since `forget_peak`."""
    return kibibytes(pid, "VmHWM") * 1024


def forget_peak(pid: int) -> None:
    """Begin anew from what it holds now."""
    (PROC / str(pid) / "clear_refs").write_text("5")


def kibibytes(pid: int, name: str) -> int:
    """One line of the kernel's account of a process."""
    lines = (PROC / str(pid) / "status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:"))
