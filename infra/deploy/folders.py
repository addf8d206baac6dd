"""Where deploying reads from and writes to."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "infra"
DASHBOARD = ROOT / "frontend" / "dist"
CHALICE_CONFIG = ROOT / ".chalice" / "config.json"
BUILD = ROOT / "build" / "deploy"
