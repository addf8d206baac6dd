import { zodResolver } from "@hookform/resolvers/zod";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { maxLength, object, string } from "zod/mini";
import { useDeleteOrganization, useUpdateOrganization } from "@/features/organizations/mutations";
import { showToast } from "@/stores/toasts";
import type { Organization } from "@/types/api";
import { Card } from "@/ui/card";
import { useApiForm } from "@/ui/forms/api-form";
import { DangerZone } from "@/ui/forms/danger-zone";
import { TextAreaField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { type Named, NameFields, nameRules } from "@/ui/forms/name-fields";
import { SaveRow } from "@/ui/forms/save-row";

const resolver = zodResolver(
  object({
    ...nameRules,
    description: string().check(maxLength(2000)),
  }),
);
type GeneralForm = Named & { description: string };

export function OrganizationGeneralPage({ organization }: { organization: Organization }) {
  const navigate = useNavigate();
  const router = useRouter();
  const update = useUpdateOrganization(organization.slug);
  const remove = useDeleteOrganization(organization.slug);
  const { name, slug } = organization;
  const defaults = { name, slug, description: organization.description ?? "" };
  const { form, submit, failure } = useApiForm<GeneralForm>(resolver, defaults, async (values) => {
    const saved = await update.mutateAsync(values);
    form.reset(values);
    showToast("Saved", { tone: "success" });
    if (saved.slug === slug) return router.invalidate();
    return navigate({
      to: "/organizations/$orgSlug/settings",
      params: { orgSlug: saved.slug },
      replace: true,
    });
  });
  const { register, formState } = form;
  return (
    <>
      <Card title="General">
        <form onSubmit={submit} noValidate className="space-y-4">
          <FormError error={failure} />
          <NameFields form={form} slugHint="Part of addresses. Old links keep working." />
          <TextAreaField
            label="Description"
            error={formState.errors.description?.message}
            {...register("description")}
          />
          <SaveRow formState={formState} />
        </form>
      </Card>
      {organization.role === "owner" && (
        <DangerZone
          what="organization"
          name={name}
          consequence="All its projects with their issues and events are erased, and all members lose access."
          onDelete={async () => {
            await remove.mutateAsync();
            await navigate({ to: "/organizations" });
          }}
        />
      )}
    </>
  );
}
