import { zodResolver } from "@hookform/resolvers/zod";
import { Link, useNavigate } from "@tanstack/react-router";
import { maxLength, minLength, object, string, trim } from "zod/mini";
import { type NewProject, useCreateProject } from "@/features/projects/mutations";
import { classes } from "@/lib/classes";
import { platforms } from "@/lib/sdk-snippets";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { PageHeader } from "@/ui/layout/page-header";
import { PlatformIcon } from "@/ui/platform-icon";

const resolver = zodResolver(
  object({
    name: string().check(trim(), minLength(1, "Enter a name."), maxLength(64)),
    platform: string(),
  }),
);

export function NewProjectPage({ orgSlug }: { orgSlug: string }) {
  const navigate = useNavigate();
  const create = useCreateProject(orgSlug);
  const { form, submit, failure } = useApiForm<NewProject>(
    resolver,
    { name: "", platform: "javascript" },
    async (values) => {
      const project = await create.mutateAsync(values);
      await navigate({
        to: "/organizations/$orgSlug/projects/$projectSlug/setup",
        params: { orgSlug, projectSlug: project.slug },
      });
    },
  );
  const chosen = form.watch("platform");
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        title="New project"
        parent={
          <Link to="/organizations/$orgSlug/projects" params={{ orgSlug }} className="hover:text-ink">
            Projects
          </Link>
        }
      />
      <form onSubmit={submit} noValidate className="px-4 pb-10 sm:px-6">
        <Card>
          <div className="space-y-5">
            <FormError error={failure} />
            <fieldset>
              <legend className="mb-2 font-medium text-sm">Platform</legend>
              <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
                {platforms.map(({ id, name }) => (
                  <label
                    key={id}
                    className={classes(
                      "flex h-11 cursor-pointer items-center gap-2.5 rounded-md px-3 text-sm ring-1 ring-inset has-focus-visible:outline-2 has-focus-visible:outline-accent-ink",
                      chosen === id
                        ? "bg-accent-soft font-medium text-accent-ink ring-accent"
                        : "ring-line-strong hover:bg-hover",
                    )}
                  >
                    <input type="radio" value={id} className="sr-only" {...form.register("platform")} />
                    <PlatformIcon platform={id} className="size-5.5" />
                    <span className="truncate">{name}</span>
                  </label>
                ))}
              </div>
            </fieldset>
            <TextField
              label="Name"
              placeholder="web-shop"
              autoComplete="off"
              error={form.formState.errors.name?.message}
              {...form.register("name")}
            />
            <div className="flex justify-end">
              <Button type="submit" variant="primary" isBusy={form.formState.isSubmitting}>
                Create project
              </Button>
            </div>
          </div>
        </Card>
      </form>
    </div>
  );
}
