/** Who may do what in a project: what it gives to everyone in the organization, and the roles of single members. */
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { meQuery } from "@/features/accounts/queries";
import { membersQuery } from "@/features/organizations/queries";
import { projectMembersQuery, useSetProjectRole } from "@/features/projects/members";
import { useUpdateProject } from "@/features/projects/mutations";
import type { DefaultAccess, Member, Organization, Project, ProjectRole } from "@/types/api";
import { Avatar } from "@/ui/avatar";
import { Badge } from "@/ui/badge";
import { Card } from "@/ui/card";
import { SelectField } from "@/ui/forms/field";
import { SelectMenu } from "@/ui/select-menu";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

const accesses: { value: DefaultAccess; label: string }[] = [
  { value: "none", label: "Nothing: only those with a role below see it" },
  { value: "read", label: "Read issues and events" },
  { value: "write", label: "Read, resolve, assign and comment" },
];
const roles: { value: ProjectRole; label: string; description: string }[] = [
  { value: "read", label: "Read", description: "Issues and events" },
  { value: "write", label: "Write", description: "Resolve, assign and comment" },
  { value: "admin", label: "Admin", description: "Keys, alerts and settings, too" },
];
const everyone = "everyone";

type ProjectMembersPageProps = { organization: Organization; project: Project };

export function ProjectMembersPage({ organization, project }: ProjectMembersPageProps) {
  const members = useQuery(membersQuery(organization.slug));
  const own = useQuery(projectMembersQuery(organization.slug, project.slug));
  const { data: me } = useQuery(meQuery());
  const roleOf = (userId: string) => own.data?.data.find(({ user }) => user.id === userId)?.role ?? null;
  const canManage = isManager(organization.role) || (me !== undefined && roleOf(me.id) === "admin");
  const error = members.error ?? own.error;
  const retry = () => Promise.all([members.refetch(), own.refetch()]);
  return (
    <>
      <DefaultAccessCard orgSlug={organization.slug} project={project} canManage={canManage} />
      <Card
        title="Members"
        description="A role of one’s own here counts instead of what everyone has."
        isFlush
      >
        {error && <ErrorState error={error} onRetry={retry} />}
        {!error && !(members.data && own.data) && <SkeletonRows count={3} />}
        <ul>
          {own.data &&
            members.data?.data.map((member) => (
              <MemberRow
                key={member.user.id}
                orgSlug={organization.slug}
                project={project}
                member={member}
                role={roleOf(member.user.id)}
                canManage={canManage}
              />
            ))}
        </ul>
      </Card>
    </>
  );
}

function isManager(role: string | null | undefined): boolean {
  return role === "owner" || role === "admin";
}

type DefaultAccessCardProps = { orgSlug: string; project: Project; canManage: boolean };

function DefaultAccessCard({ orgSlug, project, canManage }: DefaultAccessCardProps) {
  const router = useRouter();
  const update = useUpdateProject(orgSlug, project.slug);
  const choose = (access: DefaultAccess) =>
    update.mutate({ default_access: access }, { onSuccess: () => router.invalidate() });
  return (
    <Card title="Everyone in the organization">
      <SelectField
        label="May do here"
        hint="Owners and admins of the organization may do everything."
        disabled={!canManage || update.isPending}
        value={project.default_access}
        onChange={(event) => choose(event.target.value as DefaultAccess)}
      >
        {accesses.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </SelectField>
    </Card>
  );
}

type MemberRowProps = {
  orgSlug: string;
  project: Project;
  member: Member;
  role: ProjectRole | null;
  canManage: boolean;
};

function MemberRow({ orgSlug, project, member, role, canManage }: MemberRowProps) {
  const { user } = member;
  const name = user.name || user.email;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-line border-b px-4 py-2.5 last:border-0">
      <Avatar name={name} className="size-8 text-xs" />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium text-sm">{name}</p>
        <p className="truncate text-ink-faint text-xs">{user.email}</p>
      </div>
      {isManager(member.role) ? (
        <Badge tone="accent" title={`As ${member.role} of the organization`}>
          everything, as {member.role}
        </Badge>
      ) : (
        <RoleOf
          name={name}
          userId={user.id}
          orgSlug={orgSlug}
          project={project}
          role={role}
          canManage={canManage}
        />
      )}
    </li>
  );
}

type RoleOfProps = Omit<MemberRowProps, "member"> & { name: string; userId: string };

function RoleOf({ name, userId, orgSlug, project, role, canManage }: RoleOfProps) {
  const setRole = useSetProjectRole(orgSlug, project.slug);
  const asEveryone = `As everyone (${project.default_access === "none" ? "nothing" : project.default_access})`;
  if (!canManage) return <Badge>{role ?? asEveryone}</Badge>;
  return (
    <SelectMenu
      label={`Role of ${name}`}
      value={role ?? everyone}
      choices={[{ value: everyone, label: asEveryone }, ...roles]}
      align="end"
      onChange={(chosen) => {
        if (chosen === (role ?? everyone)) return;
        setRole.mutate({ userId, name, role: roles.find(({ value }) => value === chosen)?.value ?? null });
      }}
    />
  );
}
