import { zodResolver } from "@hookform/resolvers/zod";
import { Link, useNavigate, useRouter } from "@tanstack/react-router";
import { boolean, object, string } from "zod/mini";
import { ExportCard } from "@/features/projects/export-card";
import { useDeleteProject, useUpdateProject } from "@/features/projects/mutations";
import { platforms } from "@/lib/sdk-snippets";
import { showToast } from "@/stores/toasts";
import type { Project } from "@/types/api";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { useApiForm } from "@/ui/forms/api-form";
import { DangerZone } from "@/ui/forms/danger-zone";
import { CheckboxField, SelectField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { type Named, NameFields, nameRules } from "@/ui/forms/name-fields";
import { SaveRow } from "@/ui/forms/save-row";
import { textLinkClass } from "@/ui/layout/auth-layout";

const resolver = zodResolver(
  object({
    ...nameRules,
    platform: string(),
    is_active: boolean(),
  }),
);
type GeneralForm = Named & { platform: string; is_active: boolean };

export function ProjectGeneralPage({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const navigate = useNavigate();
  const router = useRouter();
  const update = useUpdateProject(orgSlug, project.slug, "form");
  const remove = useDeleteProject(orgSlug, project.slug);
  const { name, slug, platform, is_active } = project;
  const { form, submit, failure } = useApiForm<GeneralForm>(
    resolver,
    { name, slug, platform, is_active },
    async (values) => {
      const saved = await update.mutateAsync(values);
      form.reset(values);
      showToast("Saved", { tone: "success" });
      if (saved.slug === slug) return router.invalidate();
      const params = { orgSlug, projectSlug: saved.slug };
      return navigate({
        to: "/organizations/$orgSlug/projects/$projectSlug/settings",
        params,
        replace: true,
      });
    },
  );
  const { register, formState } = form;
  const knowsPlatform = platforms.some(({ id }) => id === platform);
  return (
    <>
      <Card title="General">
        <form onSubmit={submit} noValidate className="space-y-4">
          <FormError error={failure} />
          <NameFields form={form} slugHint="Part of addresses and of short ids. Old links keep working." />
          <SelectField label="Platform" {...register("platform")}>
            {!knowsPlatform && <option value={platform}>{platform}</option>}
            {platforms.map((choice) => (
              <option key={choice.id} value={choice.id}>
                {choice.name}
              </option>
            ))}
          </SelectField>
          <CheckboxField
            label="Accept events"
            hint="A paused project refuses what SDKs send; nothing that is stored is lost."
            {...register("is_active")}
          />
          <SaveRow formState={formState} />
        </form>
      </Card>
      <Card title="DSN" description="What an SDK is given. It may send events and read nothing.">
        <div className="flex items-center gap-2">
          <code className="min-w-0 flex-1 rounded-md bg-sunken px-3 py-2 font-mono text-xs [overflow-wrap:anywhere]">
            {project.dsn}
          </code>
          <CopyButton text={project.dsn} label="Copy" />
        </div>
        <p className="mt-3 text-sm">
          <Link
            to="/organizations/$orgSlug/projects/$projectSlug/setup"
            params={{ orgSlug, projectSlug: project.slug }}
            className={textLinkClass}
          >
            Set up an SDK or send a test event
          </Link>
        </p>
      </Card>
      <ExportCard orgSlug={orgSlug} project={project} />
      <DangerZone
        what="project"
        name={project.name}
        consequence="Its issues, events, keys and alert rules are erased. SDKs that still use its DSN are refused."
        onDelete={async () => {
          await remove.mutateAsync();
          await navigate({ to: "/organizations/$orgSlug/projects", params: { orgSlug } });
        }}
      />
    </>
  );
}
