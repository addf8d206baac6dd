"""`make bench`: measures imports, cost, the line and the lists, prints one table, and writes `.local/bench.json`."""

import argparse
import json
import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import tables
from bench.endpoints import measure_endpoints
from bench.filled_world import FilledStack, open_filled_stack
from bench.filling import fill_with_issues
from bench.grouping import measure_grouping
from bench.imports import measure_imports
from bench.line import measure_line
from bench.lists import measure_lists
from bench.maps import measure_maps
from bench.people import measure_people
from bench.search import measure_search
from bench.units import measure_units
from bench.worst import measure_worst
from infra.local.harness import RunningStack, local_stack

RESULT = Path(".local/bench.json")
UNTHROTTLED = {"MINISENTRY_USER_REQUESTS_PER_MINUTE": "1000000"}
#: In this order. The last six need a running stack, of which two a project with many issues.
PARTS = ("imports", "grouping", "worst", "units", "line", "people", "maps", "lists", "search", "endpoints")

Figures = dict[str, Any]


def main() -> None:
    options = _read_options()
    figures: Figures = {}
    if "imports" in options.only:
        figures["imports_ms"] = measure_imports()
        tables.print_imports(figures["imports_ms"])
    if "grouping" in options.only and (grouping := measure_grouping()) is not None:
        figures["grouping"] = asdict(grouping)
        tables.print_grouping(figures["grouping"])
    if "worst" in options.only:
        figures["worst"] = asdict(measure_worst(options.worst_bytes))
        tables.print_worst(figures["worst"])
    if "units" in options.only:
        figures["units"] = measure_units()
        tables.print_units(figures["units"])
    if not {"line", "people", "maps", "lists", "search", "endpoints"}.isdisjoint(options.only):
        with (
            tempfile.TemporaryDirectory(prefix="minisentry-cpu-") as cpu_folder,
            local_stack(snapshots=False, variables={**UNTHROTTLED, "LOCAL_CPU_FOLDER": cpu_folder}) as stack,
        ):
            _measure_stack(stack, Path(cpu_folder), options, figures)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=2))
    print(f"\nThe same figures are in {RESULT}.")


def _measure_stack(stack: RunningStack, cpu_folder: Path, options: argparse.Namespace, figures: Figures) -> None:
    if "line" in options.only:
        line = measure_line(stack, cpu_folder, options.events, options.connections)
        figures["line"] = {**asdict(line), "load": {**asdict(line.load), "event_ids": len(line.load.event_ids)}}
        tables.print_line(figures["line"])
    if "people" in options.only:
        figures["people"] = asdict(measure_people(stack, options.events, options.connections))
        tables.print_people(figures["people"])
    if "maps" in options.only:
        figures["maps"] = asdict(measure_maps(stack, options.map_megabytes))
        tables.print_maps(figures["maps"])
    filled = None if {"lists", "endpoints"}.isdisjoint(options.only) else _fill(stack, options)
    if filled and "lists" in options.only:
        figures["lists"] = asdict(measure_lists(filled, options.calls))
        tables.print_lists(figures["lists"], options.issues)
    if "search" in options.only:
        figures["search"] = asdict(measure_search(stack, options.searched_issues))
        tables.print_search(figures["search"])
    if filled and "endpoints" in options.only:
        latencies = measure_endpoints(filled, options.calls)
        figures["endpoints"] = {route: asdict(latency) for route, latency in latencies.items()}
        tables.print_endpoints(figures["endpoints"])


def _fill(stack: RunningStack, options: argparse.Namespace) -> FilledStack:
    filled = open_filled_stack(stack)
    print(f"\nFilling a project with {options.issues} issues and {options.issue_events} events ...", flush=True)
    fill_with_issues(filled, options.issues, max(options.issues, options.issue_events))
    return filled


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS, metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--events", type=int, default=10_000, help="events sent through the line")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--worst-bytes", type=int, default=1024 * 1024, help="size of each costly event")
    parser.add_argument("--map-megabytes", type=float, default=20, help="size of the source map")
    parser.add_argument("--issues", type=int, default=10_000, help="issues in the project while lists are measured")
    parser.add_argument("--issue-events", type=int, default=10_000, help="events those issues have in all")
    parser.add_argument("--searched-issues", type=int, default=100_000, help="issues that are searched")
    parser.add_argument("--calls", type=int, default=20, help="how often each list and each route is asked")
    return parser.parse_args()


if __name__ == "__main__":
    main()
