import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { maxLength, minLength, object, string, trim } from "zod/mini";
import { useCreateOrganization } from "@/features/organizations/mutations";
import { organizationsQuery } from "@/features/organizations/queries";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { useApiForm } from "@/ui/forms/api-form";
import { TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { Icon } from "@/ui/icon";
import { PageHeader } from "@/ui/layout/page-header";
import { SkeletonRows } from "@/ui/skeleton";
import { EmptyState, ErrorState } from "@/ui/states";

export function OrganizationsPage() {
  const [isCreating, setIsCreating] = useState(false);
  const { data, error, refetch } = useQuery(organizationsQuery());
  const createButton = (
    <Button variant="primary" icon="plus" onClick={() => setIsCreating(true)}>
      New organization
    </Button>
  );
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title="Organizations" actions={createButton} />
      <div className="px-4 pb-10 sm:px-6">
        <Card isFlush>
          {error && <ErrorState error={error} onRetry={refetch} />}
          {!data && !error && <SkeletonRows count={3} />}
          {data?.data.length === 0 && (
            <EmptyState icon="building" title="You belong to no organization yet" action={createButton}>
              An organization holds projects and the people who look after them.
            </EmptyState>
          )}
          <ul>
            {data?.data.map((organization) => (
              <li key={organization.id} className="border-line border-b last:border-0">
                <Link
                  to="/organizations/$orgSlug/projects"
                  params={{ orgSlug: organization.slug }}
                  className="flex h-14 items-center gap-3 px-4 hover:bg-hover"
                >
                  <Avatar name={organization.name} className="size-8 rounded-md text-xs" />
                  <span className="min-w-0 flex-1">
                    <span className="block truncate font-medium text-sm">{organization.name}</span>
                    <span className="block truncate text-ink-faint text-xs">{organization.slug}</span>
                  </span>
                  {organization.role && <Badge>{organization.role}</Badge>}
                  <Icon name="chevron-right" className="size-4 text-ink-faint" />
                </Link>
              </li>
            ))}
          </ul>
        </Card>
      </div>
      <Dialog isOpen={isCreating} onClose={() => setIsCreating(false)} title="New organization">
        <NewOrganizationForm />
      </Dialog>
    </div>
  );
}

const resolver = zodResolver(
  object({ name: string().check(trim(), minLength(1, "Enter a name."), maxLength(64)) }),
);

function NewOrganizationForm() {
  const navigate = useNavigate();
  const create = useCreateOrganization();
  const { form, submit, failure } = useApiForm<{ name: string }>(resolver, { name: "" }, async (values) => {
    const organization = await create.mutateAsync(values);
    await navigate({ to: "/organizations/$orgSlug/projects", params: { orgSlug: organization.slug } });
  });
  return (
    <form onSubmit={submit} noValidate className="space-y-4">
      <FormError error={failure} />
      <TextField
        label="Name"
        placeholder="Acme"
        autoFocus
        error={form.formState.errors.name?.message}
        {...form.register("name")}
      />
      <div className="flex justify-end">
        <Button type="submit" variant="primary" isBusy={form.formState.isSubmitting}>
          Create
        </Button>
      </div>
    </form>
  );
}
