"""What a part of the proof says."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Result:
    """*said* are its figures in a sentence; *broken* is what did not hold, empty when all did."""

    name: str
    said: str
    broken: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        return f"{'BROKEN' if self.broken else 'holds ':6}  {self.name}: {self.said}"
