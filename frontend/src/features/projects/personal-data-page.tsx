/** What a project holds of one person: export it, or erase it for good. The work goes on without the page, which shows it again later. */
import { zodResolver } from "@hookform/resolvers/zod";
import { maxLength, object, refine, string, trim } from "zod/mini";
import { useStartPersonJob } from "@/features/accounts/people";
import { PersonJobs } from "@/features/projects/person-jobs";
import { showToast } from "@/stores/toasts";
import type { PersonBody, Project } from "@/types/api";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";

type PersonForm = { id: string; email: string };
const emptyForm: PersonForm = { id: "", email: "" };

const text = string().check(trim(), maxLength(200, "Use at most 200 characters."));
const resolver = zodResolver(
  object({ id: text, email: text }).check(
    refine(({ id, email }) => Boolean(id || email), {
      path: ["id"],
      message: "Enter the person’s id, mail address or both.",
    }),
  ),
);

export function PersonalDataPage({ orgSlug, project }: { orgSlug: string; project: Project }) {
  return (
    <>
      <PersonCard orgSlug={orgSlug} project={project} />
      <PersonJobs orgSlug={orgSlug} projectId={project.id} />
    </>
  );
}

function PersonCard({ orgSlug, project }: { orgSlug: string; project: Project }) {
  const start = useStartPersonJob(orgSlug, project.id);
  const { form, submit, failure } = useApiForm<PersonForm>(resolver, emptyForm, async (values) => {
    await start.mutateAsync({ what: "export", person: personOf(values) });
    showToast("The export has begun", { tone: "success" });
  });
  const erase = form.handleSubmit((values) =>
    start.mutate({ what: "erase", person: personOf(values) }, { onSuccess: () => form.reset(emptyForm) }),
  );
  const { register, formState } = form;
  return (
    <Card
      title="One person’s data"
      description="Finds every event whose user has this id or address, as the application told its SDK."
    >
      <form onSubmit={submit} noValidate className="space-y-4">
        <FormError error={failure} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField
            label="User id"
            autoComplete="off"
            error={formState.errors.id?.message}
            {...register("id")}
          />
          <TextField
            label="Mail address"
            type="email"
            autoComplete="off"
            error={formState.errors.email?.message}
            {...register("email")}
          />
        </div>
        <div className="flex flex-wrap justify-end gap-2">
          <Button type="submit" icon="download" isBusy={formState.isSubmitting}>
            Export events
          </Button>
          <Button variant="danger" onClick={erase}>
            Erase events
          </Button>
        </div>
      </form>
    </Card>
  );
}

function personOf({ id, email }: PersonForm): PersonBody {
  return { id: id || null, email: email || null };
}
