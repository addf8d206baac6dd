"""The jobs of the artifacts: assembling a bundle, compiling a release's file; what each sets off."""

from datetime import datetime

from chalicelib.artifacts.assembly import assemble
from chalicelib.artifacts.late_maps import gather_late_maps, start_late_maps
from chalicelib.artifacts.release_files import compile_release_file
from chalicelib.jobs.runner import Progress
from chalicelib.jobs.store import Job


def assemble_bundle_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    """Assemble the whole bundle: every part of it is stored under a name of its own, so that it may be done again."""
    record = assemble(job.organization_id, job.arguments["bundle_id"])
    if record is None:
        return Progress(0, 0, None)
    if record.state == "ok" and record.map_count:
        for project_id in sorted(record.project_ids):
            start_late_maps(job.organization_id, project_id, bundle_id=record.bundle_id)
    files = int(record.file_count)
    return Progress(files, files, None, {"state": record.state, "maps": int(record.map_count)})


def compile_release_file_slice(job: Job, now: datetime) -> Progress:  # noqa: ARG001 - every slice is told the time.
    file = compile_release_file(job.organization_id, job.arguments["version"], job.arguments["file_id"])
    if file is None:
        return Progress(0, 1, None)
    for project_id in sorted(file.project_ids):
        gather_late_maps(job.organization_id, project_id, file.version, file.dist)
    return Progress(1, 1, None)
