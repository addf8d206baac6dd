/** Name and slug, which organizations and projects have alike. */
import type { ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import { maxLength, minLength, regex, string, trim } from "zod/mini";
import { TextField } from "@/ui/forms/field";

export type Named = { name: string; slug: string };

export const nameRules = {
  name: string().check(trim(), minLength(1, "Enter a name."), maxLength(100)),
  slug: string().check(
    trim(),
    regex(/^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/, "Use small letters, digits and hyphens."),
  ),
};

export function NameFields<T extends Named>({
  form,
  slugHint,
}: {
  form: UseFormReturn<T>;
  slugHint: ReactNode;
}) {
  // Whatever else the form has, these fields are in it; the type can't say so.
  const { register, formState } = form as unknown as UseFormReturn<Named>;
  return (
    <>
      <TextField label="Name" error={formState.errors.name?.message} {...register("name")} />
      <TextField label="Slug" hint={slugHint} error={formState.errors.slug?.message} {...register("slug")} />
    </>
  );
}
