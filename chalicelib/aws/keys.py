"""Every key string of both tables. The table below is the list of access patterns; nothing reads a key it cannot name.

core (no TTL, point-in-time recovery)
    pk                      sk                      holds
    U#<user>                USER                    a user
    UE#<email>              USER                    e-mail → user, unique
    U#<user>                O#<org>                 organizations of a user
    U#<user>                S#<session>             session family with its refresh token's hash
    U#<user>                T#<token>               API tokens of a user
    U#<user>                B#<project>#<issue>     bookmark and subscription
    TOK#<sha256>            TOKEN                   API token by its hash
    O#<org>                 ORG                     an organization
    OS#<slug>               ORG                     slug → organization, unique; old slugs redirect
    O#<org>                 M#<user>                members of an organization
    O#<org>                 P#<slug>                projects of an organization, slug unique in it
    O#<org>                 INV#<invitation>        open invitations
    O#<org>                 J#<job>                 jobs with their progress
    O#<org>                 JS#<number>             export slots, each with the job that took it last
    INVT#<sha256>           INV                     invitation by its token's hash
    AUD#<org>#<yyyy-mm>     <time>#<id>             audit log
    SEQ                     PROJECT                 last project id given out
    SEQ                     SETUP                   the set-up token is spent
    P#<project>             PROJECT                 a project
    P#<project>             SEQ                     last issue number given out
    P#<project>             DATAKEY                 the project's wrapped data key
    P#<project>             K#<public key>          keys of a project
    P#<project>             M#<user>                project roles
    P#<project>             R#<version>             releases
    RD#<project>            <date>#<version>        releases by date; ~ALL once all of them are listed
    RC#<project>#<version>  C#<position>            commits of a release
    RC#<project>#<version>  D#<time>#<deploy>       deploys of a release
    RC#<project>#<version>  G#<issue>               issues that came back in a release
    DP#<project>            <time>#<deploy>         deploys of a project
    P#<project>             AR#<rule>               alert rules
    P#<project>             SNAP                    newest snapshot of the issue index
    N#<project>             <number>                short id → issue; apart, as there are many
    K#<public key>          KEY                     one read authenticates an SDK
    I#<project>#<issue>     ISSUE                   an issue; the only issue row in GSI `changes`
    I#<project>#<issue>     TEXT                    its longer texts and "why grouped"
    I#<project>#<issue>     C#<time>#<id>           comments
    I#<project>#<issue>     A#<time>#<id>           activity
    I#<project>#<issue>     W#<user>                people who follow the issue
    I#<project>#<issue>     M#<issue>               fingerprints merged into the issue
    U#<user>                NP                      what a user wants mail about
    U#<user>                2FA                     a user's second factor: encrypted secret, hashes of recovery codes
    JOBS                    <job>                   jobs not finished, for the sweep
    WAKE                    <time>#<project>#<issue> ignored issues, by when they wake
    DIGESTS                 <project>#<rule>        alert rules with a summary to send
    DIGEST#<project>#<rule> <time>#<outbox>         what the summary will hold, as it came
    ALERTS                  <project>               projects whose rules count events, for the sweep
    BUDGETS                 <project>               projects with a monthly budget and their step, for the sweep
    OUT#<shard>             <id>                    outbox rows not sent yet
    ART#<org>               B#<sha1>                artifact bundles of an organization
    ART#<org>               L#<project>#<time>#<sha1> a project's bundles by time; the organization's without one
    RF#<org>#<version>      <file>                  files uploaded for a release one by one
    DBG#<project>#<debug>   <time>#<source>         minified file and compiled map by debug id
    MU#<project>#<version>#<dist> <name>#<time>#<source> the same by hashed name within a release
    MR#<project>            <version>#<dist>        releases that have artifacts
    P#<project>             MAPS                    when artifacts were last uploaded

hot (TTL `expires_at`)
    E#<project>#<event>             EVENT           event: where its bytes are; also de-duplication
    E#<project>#<event>             FILE#<id>       files that came with the event
    C#<project>#<issue>#<gen>       <ms>#<batch>    chunks: an issue's events by time
    S#<project>#<shard>             <ms>#<batch>    a project's events by time
    AGG#<project>#<issue>#<gen>     <day>#<shard>   hour counts and facets of a day, as one worker saw them
    USR#<project>#<issue>#<gen>     USERS           keyed hashes of the users affected
    T#<project>#<key>=<value>       <issue>         postings: issues that carry a tag
    TK#<project>                    <key>           tag keys seen in a project, for completion
    TK#<project>#<key>              <value>         values of a tag key, for completion and wildcards
    STAT#<project>                  <yyyy-mm-ddThh> outcomes, levels, releases and used units of an hour
    L#<what>                        <window>        leases and rate limits
    SENT#<outbox>                   <delivery>      deliveries of an outbox row that are done
    L#login#<who>                   FAILURES        failed sign-ins of an account or address
    CH#<org>                        <sha1>          chunks of bundles not assembled yet
    NM#<project>                    <ms>#<batch>    events that lacked a map, for when it comes
    MAILS                           <time>#<id>     mails of a stage without a mail service

core GSI `changes`: change_pk = P#<project>, changed_minute; KEYS_ONLY, so counting writes it once a minute at most.
"""

import hashlib

from chalicelib.ids import derived_id

STREAM_SHARDS = 4
OUTBOX_SHARDS = 4
USER = "USER"
ORGANIZATION = "ORG"
PROJECT = "PROJECT"
SEQUENCE = "SEQ"
DATA_KEY = "DATAKEY"
KEY = "KEY"
TOKEN = "TOKEN"
INVITATION = "INV"
SETUP = "SETUP"
FAILURES = "FAILURES"
MAILS = "MAILS"
ISSUE = "ISSUE"
ISSUE_TEXT = "TEXT"
COMMENTS, COMMENTS_END = "C#", "C$"
ACTIVITY, ACTIVITY_END = "A#", "A$"
BOOKMARKS = "B#"
WATCHERS = "W#"
MERGED, MERGED_END = "M#", "M$"
OUTBOX = "OUT#"
OPEN_JOBS = "JOBS"
COUNTING_PROJECTS = "ALERTS"
BUDGETS = "BUDGETS"
WAKEUPS = "WAKE"
NOTIFICATION_PREFERENCES = "NP"
TWO_FACTOR = "2FA"
SUMMARIES = "DIGESTS"
EVENT, USERS = "EVENT", "USERS"
EXPORT_SLOT = "JS#"
SNAPSHOT = "SNAP"
ALL_LISTED = "~ALL"
RELEASE_COMMIT, RELEASE_COMMIT_END = "C#", "C$"
DEPLOY, DEPLOY_END = "D#", "D$"
REGRESSED, REGRESSED_END = "G#", "G$"
LAST_UPLOAD = "MAPS"
BUNDLES = "B#"
BUNDLE_LISTS = "L#"


def user(user_id: str) -> str:
    return f"U#{user_id}"


def user_email(email: str) -> str:
    return f"UE#{email.strip().lower()}"


def session(session_id: str) -> str:
    return f"S#{session_id}"


def user_token(token_id: str) -> str:
    return f"T#{token_id}"


def token_hash(sha256_hex: str) -> str:
    return f"TOK#{sha256_hex}"


def user_issue(project_id: str, issue_id: str) -> str:
    return f"{BOOKMARKS}{project_id}#{issue_id}"


def organization(organization_id: str) -> str:
    return f"O#{organization_id}"


def organization_slug(slug: str) -> str:
    return f"OS#{slug}"


def member(user_id: str) -> str:
    return f"M#{user_id}"


def organization_project(project_slug: str) -> str:
    return f"P#{project_slug}"


def invitation(invitation_id: str) -> str:
    return f"INV#{invitation_id}"


def invitation_hash(sha256_hex: str) -> str:
    return f"INVT#{sha256_hex}"


def job(job_id: str) -> str:
    return f"J#{job_id}"


def audit(organization_id: str, month: str) -> str:
    return f"AUD#{organization_id}#{month}"


def project(project_id: str) -> str:
    return f"P#{project_id}"


def public_key(key: str) -> str:
    return f"K#{key}"


def issue_numbers(project_id: str) -> str:
    return f"N#{project_id}"


def issue_number(number: int) -> str:
    return str(number)


def release(version: str) -> str:
    return f"R#{version}"


def releases_by_date(project_id: str) -> str:
    return f"RD#{project_id}"


def dated_release(date_created: str, version: str) -> str:
    return f"{date_created}#{version}"


def release_details(project_id: str, version: str) -> str:
    return f"RC#{project_id}#{version}"


def release_commit(position: int) -> str:
    return f"{RELEASE_COMMIT}{position:05d}"


def regressed_issue(issue_id: str) -> str:
    return f"{REGRESSED}{issue_id}"


def deploys(project_id: str) -> str:
    return f"DP#{project_id}"


def deploy(finished_at: str, deploy_id: str) -> str:
    return f"{finished_at}#{deploy_id}"


def alert_rule(rule_id: str) -> str:
    return f"AR#{rule_id}"


def issue(project_id: str, issue_id: str) -> str:
    return f"I#{project_id}#{issue_id}"


def comment(created_at: str, comment_id: str) -> str:
    return f"C#{created_at}#{comment_id}"


def activity(created_at: str, activity_id: str) -> str:
    return f"A#{created_at}#{activity_id}"


def merged(issue_id: str) -> str:
    return f"{MERGED}{issue_id}"


def watcher(user_id: str) -> str:
    return f"{WATCHERS}{user_id}"


def wakeup(at: str, project_id: str, issue_id: str) -> str:
    return f"{at}#{project_id}#{issue_id}"


def summary(project_id: str, rule_id: str) -> str:
    return f"DIGEST#{project_id}#{rule_id}"


def summary_rule(project_id: str, rule_id: str) -> str:
    return f"{project_id}#{rule_id}"


def summary_chunk(at: str, outbox_id: str) -> str:
    return f"{at}#{outbox_id}"


def delivery(outbox_id: str) -> str:
    return f"SENT#{outbox_id}"


def outbox(outbox_id: str) -> str:
    return f"{OUTBOX}{_shard(outbox_id, OUTBOX_SHARDS)}"


def event(project_id: str, event_id: str) -> str:
    return f"E#{project_id}#{event_id}"


def attachment(attachment_id: str) -> str:
    return f"FILE#{attachment_id}"


def chunks(project_id: str, issue_id: str, generation: int) -> str:
    return f"C#{project_id}#{issue_id}#{generation}"


def stream(project_id: str, shard: int) -> str:
    return f"S#{project_id}#{shard}"


def stream_shard(batch_id: str) -> int:
    return _shard(batch_id, STREAM_SHARDS)


def batch(received_ms: int, batch_id: str) -> str:
    """A range key that sorts by time. 13 digits of milliseconds last until the year 2286."""
    return f"{received_ms:013d}#{batch_id}"


def aggregate(project_id: str, issue_id: str, generation: int) -> str:
    return f"AGG#{project_id}#{issue_id}#{generation}"


def issue_users(project_id: str, issue_id: str, generation: int) -> str:
    return f"USR#{project_id}#{issue_id}#{generation}"


def posting(project_id: str, key: str, value: str) -> str:
    return f"T#{project_id}#{key}={value}"


def tag_keys(project_id: str) -> str:
    return f"TK#{project_id}"


def tag_values(project_id: str, key: str) -> str:
    return f"TK#{project_id}#{key}"


def statistics(project_id: str) -> str:
    return f"STAT#{project_id}"


def limit(what: str) -> str:
    return f"L#{what}"


def artifacts(organization_id: str) -> str:
    return f"ART#{organization_id}"


def bundle(bundle_id: str) -> str:
    return f"{BUNDLES}{bundle_id}"


def bundle_list(project_id: str) -> str:
    """Where a project's bundles begin; the organization's for an empty *project_id*."""
    return f"{BUNDLE_LISTS}{project_id}#"


def listed_bundle(project_id: str, uploaded_at: str, bundle_id: str) -> str:
    return f"{bundle_list(project_id)}{uploaded_at}#{bundle_id}"


def release_files(organization_id: str, version: str) -> str:
    return f"RF#{organization_id}#{version}"


def debug_id(project_id: str, debug_id: str) -> str:
    return f"DBG#{project_id}#{debug_id}"


def release_artifacts(project_id: str, version: str, dist: str) -> str:
    return f"MU#{project_id}#{version}#{dist}"


def artifact_name(name: str) -> str:
    """Names may be longer than a range key, and hold what separates its parts."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def uploaded(uploaded_at: str, source_id: str) -> str:
    return f"{uploaded_at}#{source_id}"


def mapped_releases(project_id: str) -> str:
    return f"MR#{project_id}"


def mapped_release(version: str, dist: str) -> str:
    return f"{version}#{dist}"


def chunk_store(organization_id: str) -> str:
    return f"CH#{organization_id}"


def unmapped_events(project_id: str) -> str:
    return f"NM#{project_id}"


def issue_id(project_id: str, fingerprint: str) -> str:
    """The id of the issue that *fingerprint* makes in a project: derived, so that two workers agree without asking."""
    return derived_id(project_id, fingerprint)


def _shard(text: str, shards: int) -> int:
    return hashlib.sha256(text.encode()).digest()[0] % shards
