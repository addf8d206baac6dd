"""The hosts that DSNs name stand in other people's configuration: a deploy takes one away only when it is told to."""

from urllib.parse import urlsplit

from infra.deploy.errors import DeployError
from infra.deploy.options import Options
from infra.deploy.stacks import read_outputs


def list_lost_hosts(options: Options) -> list[str]:
    """Hosts that DSNs of this stage name today, and that a deploy would leave without an answer."""
    edge = read_outputs(options.stack_name("edge"))
    standing = {urlsplit(edge[name]).netloc for name in ("ApiUrl", "IngestUrl") if name in edge}
    if not options.choices.ingest_edge:
        return sorted(standing)
    # An edge of older templates has one address, which stays, too.
    stays = urlsplit(edge.get("ApiUrl") or edge.get("IngestUrl", "")).netloc
    return sorted(standing - {stays, options.choices.ingest_domain})


def refuse_lost_hosts(options: Options) -> None:
    """Raises DeployError."""
    lost = list_lost_hosts(options)
    if lost:
        raise DeployError(
            f"DSNs name {' and '.join(lost)}, and this would take that away: every SDK that has such a DSN would be "
            "refused. Set ingest_edge and ingest_domain as they were, or add DROP_DSN_HOSTS=1 once no SDK has one."
        )
