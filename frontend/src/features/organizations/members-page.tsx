import { zodResolver } from "@hookform/resolvers/zod";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { email, object, pipe, string, trim } from "zod/mini";
import { meQuery } from "@/features/accounts/queries";
import {
  useChangeRole,
  useInviteMember,
  useRemoveMember,
  useRevokeInvitation,
} from "@/features/organizations/mutations";
import { invitationsQuery, membersQuery } from "@/features/organizations/queries";
import { showToast } from "@/stores/toasts";
import type { Member, Organization, Role } from "@/types/api";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { Button, IconButton } from "@/ui/button";
import { Card } from "@/ui/card";
import { CopyButton } from "@/ui/copy-button";
import { useApiForm } from "@/ui/forms/api-form";
import { SelectField, TextField } from "@/ui/forms/field";
import { FormError } from "@/ui/forms/form-error";
import { SelectMenu } from "@/ui/select-menu";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";
import { TimeAgo } from "@/ui/time-ago";

const roles: { value: Role; label: string; description: string }[] = [
  { value: "owner", label: "Owner", description: "Everything, deleting included" },
  { value: "admin", label: "Admin", description: "Projects, members and settings" },
  { value: "member", label: "Member", description: "Issues, events and comments" },
];

export function MembersPage({ organization }: { organization: Organization }) {
  const { data, error, refetch } = useQuery(membersQuery(organization.slug));
  const canManage = organization.role === "owner" || organization.role === "admin";
  return (
    <>
      {canManage && <InviteCard orgSlug={organization.slug} />}
      <Card title="Members" isFlush>
        {error && <ErrorState error={error} onRetry={refetch} />}
        {!data && !error && <SkeletonRows count={3} />}
        <ul>
          {data?.data.map((member) => (
            <MemberRow
              key={member.user.id}
              orgSlug={organization.slug}
              member={member}
              canManage={canManage}
            />
          ))}
        </ul>
      </Card>
      {canManage && <InvitationsCard orgSlug={organization.slug} />}
    </>
  );
}

function MemberRow({ orgSlug, member, canManage }: { orgSlug: string; member: Member; canManage: boolean }) {
  const navigate = useNavigate();
  const { data: me } = useQuery(meQuery());
  const changeRole = useChangeRole(orgSlug);
  const remove = useRemoveMember(orgSlug);
  const { user, role } = member;
  const isMe = me?.id === user.id;
  const leave = () =>
    remove.mutate(
      { member, isMe },
      {
        onSuccess: () => {
          if (isMe) navigate({ to: "/organizations" });
        },
      },
    );
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-2.5 last:border-0">
      <Avatar name={user.name || user.email} className="size-8 text-xs" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-sm">
          {user.name || user.email} {isMe && <Badge className="ml-1">you</Badge>}
        </p>
        <p className="truncate text-ink-faint text-xs">{user.email}</p>
      </div>
      <TimeAgo at={member.joined_at} className="text-ink-faint text-xs max-sm:hidden" />
      {canManage ? (
        <SelectMenu
          label={`Role of ${user.name || user.email}`}
          value={role}
          choices={roles}
          align="end"
          onChange={(chosen) => chosen !== role && changeRole.mutate({ member, role: chosen })}
        />
      ) : (
        <Badge>{role}</Badge>
      )}
      {(canManage || isMe) && (
        <IconButton
          icon={isMe ? "logout" : "x"}
          label={isMe ? "Leave" : `Remove ${user.name || user.email}`}
          onClick={leave}
        />
      )}
    </li>
  );
}

const resolver = zodResolver(
  object({ email: pipe(string().check(trim()), email("Enter an e-mail address.")) }),
);

function InviteCard({ orgSlug }: { orgSlug: string }) {
  const invite = useInviteMember(orgSlug);
  const [role, setRole] = useState<Role>("member");
  const [link, setLink] = useState<string | null>(null);
  const { form, submit, failure } = useApiForm<{ email: string }>(resolver, { email: "" }, async (values) => {
    const answer = await invite.mutateAsync({ ...values, role });
    setLink("invitation" in answer ? (answer.invitation.url ?? null) : null);
    form.reset({ email: "" });
    showToast(`Invited ${values.email}`, { tone: "success" });
  });
  return (
    <Card title="Invite a colleague">
      <form onSubmit={submit} noValidate className="space-y-3">
        <FormError error={failure} />
        <div className="flex flex-wrap items-start gap-2">
          <TextField
            label="E-mail"
            isLabelHidden
            type="email"
            placeholder="colleague@example.com"
            className="min-w-48 flex-1"
            error={form.formState.errors.email?.message}
            {...form.register("email")}
          />
          <SelectField
            label="Role"
            isLabelHidden
            value={role}
            className="w-32"
            onChange={(event) => setRole(event.target.value as Role)}
          >
            {roles.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <Button type="submit" variant="primary" className="h-9" isBusy={form.formState.isSubmitting}>
            Invite
          </Button>
        </div>
        {link && (
          <div className="rounded-md bg-ok-soft px-3 py-2.5 text-sm">
            <p className="text-ok-ink">
              The link also goes by mail. Without mail, pass it on yourself; it is shown this once.
            </p>
            <div className="mt-2 flex items-center gap-2">
              <code className="min-w-0 flex-1 truncate font-mono text-xs">{link}</code>
              <CopyButton text={link} label="Copy link" />
            </div>
          </div>
        )}
      </form>
    </Card>
  );
}

function InvitationsCard({ orgSlug }: { orgSlug: string }) {
  const { data } = useQuery(invitationsQuery(orgSlug));
  const revoke = useRevokeInvitation(orgSlug);
  if (!data || data.data.length === 0) return null;
  return (
    <Card title="Open invitations" isFlush>
      <ul>
        {data.data.map((invitation) => (
          <li
            key={invitation.id}
            className="flex items-center gap-3 border-line border-b px-4 py-2.5 text-sm last:border-0"
          >
            <span className="min-w-0 flex-1 truncate">{invitation.email}</span>
            <Badge>{invitation.role}</Badge>
            <span className="text-ink-faint text-xs max-sm:hidden">
              ends <TimeAgo at={invitation.expires_at} />
            </span>
            <IconButton
              icon="x"
              label={`Take back the invitation of ${invitation.email}`}
              onClick={() => revoke.mutate(invitation)}
            />
          </li>
        ))}
      </ul>
    </Card>
  );
}
