"""What a deploy would change, told without changing anything."""

from collections.abc import Iterator

from infra.deploy import dashboard, functions
from infra.deploy.definitions import data_stack, edge_stack, operations_stack, web_stack
from infra.deploy.deployed_state import find_functions, find_rest_api
from infra.deploy.dsn_hosts import list_lost_hosts
from infra.deploy.folders import DASHBOARD
from infra.deploy.stacks import Stack, plan_stack, read_outputs
from infra.deploy.steps import Target


def print_plan(target: Target) -> None:
    print(f"Stage {target.options.stage} in {target.account.region} of account {target.account.id}")
    for line in _plan(target):
        print(f"  {line}")


def _plan(target: Target) -> Iterator[str]:
    for host in list_lost_hosts(target.options):
        yield f"REMOVES THE HOST {host}, which DSNs name: refused without DROP_DSN_HOSTS=1"
    for stack in _stacks(target):
        lines = plan_stack(stack)
        yield f"{stack.name}: {'no change' if not lines else ''}"
        yield from (f"  {line}" for line in lines)
    if find_functions(target.options):
        changes = functions.list_changes(target.options, target.settings, target.account)
        yield f"functions: {'no change' if not changes else ''}"
        yield from (f"  update {change} of {name}" for name, change in sorted(changes.items()))
    else:
        yield "functions: create all, and the REST API"
        yield "ingest edge and CloudFront: create both, once the functions stand"
    yield f"dashboard: {_plan_dashboard(target)}"


def _stacks(target: Target) -> Iterator[Stack]:
    options = target.options
    yield data_stack(options, target.settings)
    yield operations_stack(options)
    rest_api_id = find_rest_api(options)
    if rest_api_id is not None:
        if options.choices.ingest_edge:
            yield edge_stack(options, rest_api_id)
        yield web_stack(options, target.settings, rest_api_id)


def _plan_dashboard(target: Target) -> str:
    if not DASHBOARD.is_dir():
        return "not built yet"
    if not read_outputs(target.options.stack_name("web")):
        return "upload everything"
    changed = dashboard.list_changes(target.settings.bucket_name("web"))
    return f"upload {len(changed)} files" if changed else "no change"
