/** Commits of the issue's first release that changed a file of its trace, with their authors to assign it to. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useAssignIssues } from "@/features/issues/mutations";
import { suspectCommitsQuery } from "@/features/issues/queries";
import type { IssueDetail, Project, SuspectCommit } from "@/types/api";
import { Button } from "@/ui/button";
import { TimeAgo } from "@/ui/time-ago";

type SuspectCommitsProps = {
  orgSlug: string;
  project: Project;
  issueId: string;
  issue: IssueDetail | undefined;
};

export function SuspectCommits({ orgSlug, project, issueId, issue }: SuspectCommitsProps) {
  const { data: suspects } = useQuery(suspectCommitsQuery(project.id, issueId));
  if (!issue || !suspects?.length) return null;
  return (
    <section>
      <h2 className="mb-1.5 font-semibold text-sm">
        {suspects.length === 1 ? "Suspect commit" : "Suspect commits"}
      </h2>
      <ul className="space-y-2.5">
        {suspects.map((suspect) => (
          <SuspectRow
            key={suspect.commit.id}
            suspect={suspect}
            issue={issue}
            project={project}
            orgSlug={orgSlug}
          />
        ))}
      </ul>
    </section>
  );
}

type SuspectRowProps = { suspect: SuspectCommit; issue: IssueDetail; project: Project; orgSlug: string };

function SuspectRow({ suspect: { commit, path, release }, issue, project, orgSlug }: SuspectRowProps) {
  const assignIssues = useAssignIssues(project.id);
  const { user_id: userId, name, email } = commit.author;
  const author = name || email || "Somebody";
  const [subject] = commit.message.split("\n");
  return (
    <li className="text-sm">
      <p className="[overflow-wrap:anywhere]">{subject || commit.id.slice(0, 12)}</p>
      <p className="text-ink-faint text-xs [overflow-wrap:anywhere]">
        {author}
        {commit.committed_at && (
          <>
            {" "}
            <TimeAgo at={commit.committed_at} />
          </>
        )}
        , <span className="font-mono">{commit.id.slice(0, 7)}</span> in{" "}
        <Link
          to="/organizations/$orgSlug/projects/$projectSlug/releases/$version"
          params={{ orgSlug, projectSlug: project.slug, version: release }}
          className="font-mono text-accent-ink hover:underline"
        >
          {release}
        </Link>
        , changed <span className="font-mono">{path}</span>
      </p>
      {userId && issue.assignee?.id !== userId && (
        <Button
          size="sm"
          className="mt-1"
          onClick={() => assignIssues([issue], { id: userId, name: name ?? "", email: email ?? "" })}
        >
          Assign to {author}
        </Button>
      )}
    </li>
  );
}
