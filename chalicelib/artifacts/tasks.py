"""The jobs of the artifacts: assembling a bundle, compiling a release's file."""

from datetime import datetime

from chalicelib.artifacts.assembly import assemble
from chalicelib.artifacts.release_files import compile_release_file
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job


def assemble_bundle_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    """Assemble the whole bundle: every part of it is stored under a name of its own, so that it may be done again."""
    record = assemble(job.organization_id, job.arguments["bundle_id"])
    if record is None:
        return Progress(0, 0, None)
    files = int(record.file_count)
    return Progress(files, files, None, {"state": record.state, "maps": int(record.map_count)})


def compile_release_file_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    file = compile_release_file(job.organization_id, job.arguments["version"], job.arguments["file_id"])
    return Progress(int(file is not None), 1, None)
