"""What a proof found, in one line."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What was tried, on which database, what was counted, and everything that was wrong."""

    name: str
    engine: str
    figures: str
    wrong: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Say whether nothing was wrong."""
        return not self.wrong


def lines_of(proof: Verdict, control: Verdict) -> list[str]:
    """Return what to print: the proof, and whether its control was caught as it must be."""
    said = [f"{'✓' if proof.holds else '✗'} {proof.name} · {proof.engine} · {proof.figures}"]
    said += [f"    {sentence}" for sentence in proof.wrong[:5]]
    caught = f"caught: {control.wrong[0]}" if control.wrong else "NOT caught: this proof proves nothing"
    said.append(f"  {'✓' if control.wrong else '✗'} control, {control.name} · {control.figures} · {caught}")
    return said
