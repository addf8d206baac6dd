"""What `make bench` prints of each part."""

from typing import Any

from bench.search import slowest_queries


def print_imports(imports: dict[str, float]) -> None:
    print("\nImport time of the entry points, median")
    for name, milliseconds in imports.items():
        _print_row(name, f"{milliseconds:.0f} ms")


def print_grouping(grouping: dict[str, float]) -> None:
    print("\nCPU of grouping a real event of 20 KB")
    for step in ("normalize_ms", "group_ms", "group_cold_ms", "filter_ms", "scrub_ms", "describe_ms"):
        _print_row(step.removesuffix("_ms").replace("_", " "), f"{grouping[step]:.2f} ms")


def print_worst(worst: dict[str, Any]) -> None:
    print(f"\nCPU of one event at worst, of {worst['events']} made up to be costly")
    for name, milliseconds in worst["slowest"].items():
        _print_row(name, f"{milliseconds:.1f} ms")
    if worst["usual_events"]:
        _print_row(f"real events, p99 of {worst['usual_events']}", f"{worst['usual_p99_ms']:.1f} ms")


def print_units(units: dict[str, Any]) -> None:
    print(
        "\nPer event, from the AWS calls of our own code; dollars per million events by chalicelib/projects/prices.json"
    )
    print(f"  {'':36} {'write u.':>9} {'read u.':>8} {'AWS calls':>9} {'bytes':>7} {'$ REST':>7} {'$ HTTP':>7}")
    for mix, unit in units.items():
        print(
            f"  {mix:36} {unit['write_units']:9.2f} {unit['read_units']:8.2f} {sum(unit['calls'].values()):9.2f}"
            f" {unit['stored_bytes']:7.0f} {unit['rest']['total']:7.2f} {unit['http']['total']:7.2f}"
        )


def print_line(line: dict[str, Any]) -> None:
    load = line["load"]
    print(f"\nThe line, {load['accepted']} events of {load['raw_bytes_per_event'] / 1000:.0f} KB in 200 issues")
    _print_row("accepted/s", f"{load['accepted_per_second']:.0f} at {load['connections']} connections")
    _print_row("answer", f"p50 {load['p50_ms']:.1f} ms, p95 {load['p95_ms']:.1f} ms, p99 {load['p99_ms']:.1f} ms")
    _print_row("visible/s", f"{line['visible_per_second']:.0f}")
    for name, milliseconds in line["cpu_ms"].items():
        _print_row(f"CPU of the {name}", f"{milliseconds:.2f} ms an event, {line['memory_mb'][name]:.0f} MB")
    of_handlers = ", ".join(f"{milliseconds:.2f} {name}" for name, milliseconds in line["handler_ms"].items())
    _print_row("CPU of our handlers", f"{sum(line['handler_ms'].values()):.2f} ms an event: {of_handlers}")


def print_people(people: dict[str, Any]) -> None:
    print(
        f"\nPages while events come in at {people['accepted_per_second']:.0f}/s: p50 {people['storm_p50_ms']:.0f} ms, "
        f"p95 {people['storm_p95_ms']:.0f} ms of {people['storm_calls']} calls (asked p95 < 200); in calm "
        f"{people['calm_p50_ms']:.0f} and {people['calm_p95_ms']:.0f} ms"
    )


def print_maps(maps: dict[str, Any]) -> None:
    print(f"\nSource maps: one of {maps['map_megabytes']:.0f} MB, {maps['compiled_megabytes']:.1f} MB compiled")
    _print_row("compile", f"{maps['compile_seconds']:.1f} s")
    _print_row("upload and assemble", f"{maps['upload_and_assemble_seconds']:.1f} s")
    _print_row("first frame, cold", f"{maps['cold_ms']:.1f} ms, {maps['cold_reads']} reads of S3")
    _print_row("a frame, warm", f"{maps['warm_ms']:.3f} ms")
    _print_row("memory of many lookups", f"{maps['memory_megabytes']:.0f} MB")
    over = maps["mapped_cpu_ms"] - maps["unmapped_cpu_ms"]
    _print_row("CPU of 20 mapped frames", f"{maps['mapped_cpu_ms']:.2f} ms an event, {over:.2f} ms over unmapped ones")
    _print_row("CPU without any upload", f"{maps['without_maps_cpu_ms']:.2f} ms an event")


def print_lists(lists: dict[str, Any], issues: int) -> None:
    print(f"\nIssues list over HTTP with {issues} issues, every sort and filter, warm, {lists['requests']} requests")
    _print_latencies(lists)
    _print_row("slowest pair", f"p95 {lists['slowest_p95_ms']:.1f} ms for {lists['slowest_pair']}")


def print_search(search: dict[str, Any]) -> None:
    print(
        f"\nSearch over HTTP among {search['issues']} issues, every query in every order, {search['requests']} requests"
    )
    print("  (made by the storage functions: the index's snapshot, rows of tags and of users; no events)")
    _print_latencies(search)
    _print_row("first request of the process", f"{search['first_ms']:.0f} ms")
    for query, milliseconds in slowest_queries(search):
        _print_row("p95 of a slow query", f"{milliseconds:.1f} ms for {query}")


def _print_latencies(report: dict[str, Any]) -> None:
    slowest = f"slowest {report['slowest_ms']:.1f} ms"
    _print_row("all", f"p50 {report['p50_ms']:.1f} ms, p95 {report['p95_ms']:.1f} ms, {slowest}")
    of_cpu = (f"{milliseconds:.1f} ms {name}" for name, milliseconds in report["cpu_ms"].items())
    _print_row("CPU of a request", ", ".join(of_cpu))


def print_endpoints(endpoints: dict[str, Any]) -> None:
    print("\nManagement API, in the handler, by the time it takes beside AWS; those that hash a password are left out")
    print(f"  {'':80} {'p50 ms':>7} {'p95 ms':>7} {'AWS p95':>8} {'calls':>6} {'read u.':>8}")
    for route, one in sorted(endpoints.items(), key=lambda entry: -entry[1]["p95_ms"]):
        print(
            f"  {route:80} {one['p50_ms']:7.1f} {one['p95_ms']:7.1f} {one['aws_p95_ms']:8.1f} {one['calls']:6d}"
            f" {one['read_units']:8.1f}"
        )


def _print_row(name: str, figure: str) -> None:
    print(f"  {name:36} {figure}")
