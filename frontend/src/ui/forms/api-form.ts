/** Ties a react-hook-form to a mutation: validation at the client, the server's field errors at their fields. */
import {
  type DefaultValues,
  type FieldValues,
  type Path,
  type Resolver,
  type UseFormReturn,
  useForm,
} from "react-hook-form";
import { ApiError } from "@/lib/api";

type ApiForm<T extends FieldValues> = {
  form: UseFormReturn<T>;
  submit: (event?: React.BaseSyntheticEvent) => Promise<void>;
  failure: unknown;
};

export function useApiForm<T extends FieldValues>(
  resolver: Resolver<T>,
  defaultValues: DefaultValues<T>,
  send: (values: T) => Promise<unknown>,
): ApiForm<T> {
  const form = useForm<T>({ resolver, defaultValues });
  const submit = form.handleSubmit(async (values) => {
    try {
      await send(values);
    } catch (error) {
      form.setError("root", {
        message: error instanceof Error ? error.message : "Something unexpected happened.",
      });
      placeFieldErrors(form, error);
    }
  });
  return {
    form,
    submit,
    failure: form.formState.errors.root?.message ? new Error(form.formState.errors.root.message) : null,
  };
}

function placeFieldErrors<T extends FieldValues>(form: UseFormReturn<T>, error: unknown): void {
  if (!(error instanceof ApiError)) return;
  const known = Object.entries(error.fields).filter(([name]) => name in form.getValues());
  for (const [name, message] of known) form.setError(name as Path<T>, { message });
  if (known.length > 0) form.clearErrors("root");
}

/** A resolver whose schema is fetched at the first validation, for pages that must show at once. */
export function lazyResolver<T extends FieldValues>(load: () => Promise<Resolver<T>>): Resolver<T> {
  return async (values, context, options) => (await load())(values, context, options);
}
