/** What the forms of signing in and up accept. Fetched at the first validation, so that the pages show sooner. */
import { zodResolver } from "@hookform/resolvers/zod";
import { email, maxLength, minLength, object, optional, pipe, string, trim } from "zod/mini";

const address = pipe(string().check(trim()), email("Enter your e-mail address."));
const newPassword = string().check(minLength(10, "Use at least 10 characters."), maxLength(200));

export const loginResolver = zodResolver(
  object({
    email: address,
    password: string().check(minLength(1, "Enter your password.")),
    code: optional(string()),
  }),
);

export const registrationResolver = zodResolver(
  object({
    name: string().check(trim(), minLength(1, "Enter your name."), maxLength(100)),
    email: address,
    password: newPassword,
    setup_token: optional(string()),
  }),
);

export const forgottenPasswordResolver = zodResolver(object({ email: address }));

export const newPasswordResolver = zodResolver(object({ password: newPassword }));
