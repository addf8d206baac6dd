"""Where deploying reads from and writes to."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "infra"
DASHBOARD = ROOT / "frontend" / "dist"
CHALICE_CONFIG = ROOT / ".chalice" / "config.json"
# What an owner chose for the stages, in no commit of ours: it survives every `git pull`.
OWN_CONFIG = ROOT / "minisentry.json"
BUILD = ROOT / "build" / "deploy"
