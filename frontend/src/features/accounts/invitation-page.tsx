import { useMutation, useQuery } from "@tanstack/react-query";
import { Link, useRouter } from "@tanstack/react-router";
import { acceptInvitation } from "@/features/accounts/door";
import { invitationQuery } from "@/features/accounts/queries";
import type { PublicInvitation, User } from "@/types/api";
import { Button } from "@/ui/button";
import { buttonClass } from "@/ui/button-class";
import { FormError } from "@/ui/forms/form-error";
import { AuthLayout, textLinkClass } from "@/ui/layout/auth-layout";
import { Skeleton } from "@/ui/skeleton";

export function InvitationPage({ token, user }: { token: string; user: User | null }) {
  const router = useRouter();
  const { data: invitation, error } = useQuery(invitationQuery(token));
  const accept = useMutation({
    meta: { failure: "form" },
    mutationFn: () => acceptInvitation(token),
    onSuccess: () => router.history.push(homeOf(invitation)),
  });
  if (error) {
    return (
      <AuthLayout title="This invitation does not work">
        <p className="text-ink-soft text-sm">
          It may have expired or been used. Ask whoever invited you for a new one.
        </p>
      </AuthLayout>
    );
  }
  if (!invitation) {
    return (
      <AuthLayout title="You are invited">
        <Skeleton className="h-9 w-full" />
      </AuthLayout>
    );
  }
  const returnPath = `/invitations/${token}`;
  return (
    <AuthLayout
      title={`Join ${invitation.organization.name}`}
      description={`You are invited as ${invitation.role}.`}
    >
      <div className="space-y-3">
        <FormError error={accept.error} />
        {user ? (
          <Button
            variant="primary"
            className="h-9 w-full"
            onClick={() => accept.mutate()}
            isBusy={accept.isPending}
          >
            Join as {user.name || user.email}
          </Button>
        ) : (
          <>
            <Link
              to="/register"
              search={{ invitation: token, next: homeOf(invitation) }}
              className={buttonClass({ variant: "primary" }, "h-9 w-full")}
            >
              Create an account
            </Link>
            <p className="text-center text-ink-soft text-sm">
              Have one?{" "}
              <Link to="/login" search={{ next: returnPath }} className={textLinkClass}>
                Sign in and join
              </Link>
            </p>
          </>
        )}
      </div>
    </AuthLayout>
  );
}

/** Where the new member starts. */
function homeOf(invitation: PublicInvitation | undefined): string {
  return invitation ? `/organizations/${invitation.organization.slug}/projects` : "/";
}
