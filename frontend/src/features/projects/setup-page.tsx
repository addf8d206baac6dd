/** Shows how to send the first event, waits for it, and jumps to it when it is here. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { firstIssueQuery } from "@/features/issues/queries";
import { SendTestEvent } from "@/features/projects/send-test-event";
import { findPlatform, platforms } from "@/lib/sdk-snippets";
import type { Project } from "@/types/api";
import { buttonClass } from "@/ui/button-class";
import { Card } from "@/ui/card";
import { CodeBlock } from "@/ui/code-block";
import { PageHeader } from "@/ui/layout/page-header";
import { PlatformIcon } from "@/ui/platform-icon";
import { SelectMenu } from "@/ui/select-menu";

const pollEveryMs = 2000;

export function SetupPage({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const [platformId, setPlatformId] = useState(findPlatform(project.platform).id);
  const snippet = findPlatform(platformId).snippet(project.dsn);
  const isWaiting = !project.first_event_at;
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title={isWaiting ? "Send your first event" : "Set up the SDK"}
        parent={project.name}
        description="Use the official Sentry SDK of your platform. Only the DSN is ours."
        actions={
          <SelectMenu
            label="Platform"
            value={platformId}
            choices={platforms.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={setPlatformId}
            align="end"
          />
        }
      />
      <div className="space-y-4 px-4 pb-10 sm:px-6">
        {isWaiting && <FirstEventWatch orgSlug={orgSlug} project={project} />}
        <Card title="1. Install" actions={<PlatformIcon platform={platformId} />}>
          <CodeBlock code={snippet.install} label="install command" />
        </Card>
        <Card title="2. Set up">
          <CodeBlock code={snippet.setup} label="set-up code" />
        </Card>
        {snippet.verify && (
          <Card title="3. Break something">
            <CodeBlock code={snippet.verify} label="test code" />
          </Card>
        )}
        <Card title="Or try the line without an SDK">
          <SendTestEvent orgSlug={orgSlug} project={project} />
        </Card>
        {!isWaiting && (
          <Link
            to="/organizations/$orgSlug/projects/$projectSlug/issues"
            params={{ orgSlug, projectSlug: project.slug }}
            className={buttonClass()}
          >
            Go to the issues
          </Link>
        )}
      </div>
    </div>
  );
}

function FirstEventWatch({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { data } = useQuery({
    ...firstIssueQuery(project.id),
    refetchInterval: pollEveryMs,
    refetchIntervalInBackground: true,
  });
  const first = data?.data[0];
  useEffect(() => {
    if (!first) return;
    queries.invalidateQueries({ queryKey: ["projects", orgSlug] });
    navigate({
      to: "/organizations/$orgSlug/projects/$projectSlug/issues/$issueId",
      params: { orgSlug, projectSlug: project.slug, issueId: first.id },
      replace: true,
    });
  }, [first, navigate, orgSlug, project.slug, queries]);
  return (
    <div
      role="status"
      className="flex items-center gap-3 rounded-lg border border-accent-line bg-accent-soft px-4 py-3"
    >
      <span className="relative flex size-2.5">
        <span className="absolute size-full animate-ping rounded-full bg-accent-ink opacity-60" />
        <span className="size-2.5 rounded-full bg-accent-ink" />
      </span>
      <p className="text-accent-ink text-sm">
        <strong className="font-semibold">Waiting for the first event.</strong> This page jumps to it as soon
        as it arrives.
      </p>
    </div>
  );
}
