"""Where the local stack keeps things: one state folder per stack, one emulator environment per checkout."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
EMULATOR_ENVIRONMENT = ROOT / ".local" / "emulator-venv"


@dataclass(frozen=True, slots=True)
class StateFolder:
    """Everything that one stack remembers: `make clean` or deleting it starts afresh."""

    path: Path

    @property
    def run_file(self) -> Path:
        """What scripts need to talk to the stack: url, dsn, project_id, email, password. Only the owner reads it."""
        return self.path / "run.json"

    @property
    def emulator(self) -> Path:
        return self.path / "emulator"

    def log(self, process: str) -> Path:
        return self.path / "logs" / f"{process}.log"

    def create(self) -> None:
        (self.path / "logs").mkdir(parents=True, exist_ok=True)

    def read_run(self) -> dict[str, Any]:
        """The run file's content; empty when there is none that can be read."""
        try:
            content = json.loads(self.run_file.read_text())
        except (OSError, ValueError):
            return {}
        return content if isinstance(content, dict) else {}

    def write_run(self, content: dict[str, Any]) -> None:
        fresh = self.run_file.with_suffix(".next")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file, indent=2)
            file.write("\n")
        fresh.replace(self.run_file)


def state_folder() -> StateFolder:
    """The folder that STATE names, `.local` below the checkout unless told."""
    return StateFolder((ROOT / os.environ.get("STATE", ".local")).resolve())
