/** What a route shows while it loads, when it fails and when it does not exist. Kept light: the entry carries it. */
import { type ErrorComponentProps, Link, useRouter } from "@tanstack/react-router";
import { ApiError } from "@/lib/api";

const buttonLook =
  "mt-5 inline-flex h-8 items-center rounded-md bg-accent px-3 font-medium text-sm text-white hover:bg-accent-hover";

export function RoutePendingPage() {
  return (
    <div role="status" aria-label="Loading" className="min-h-[60vh] p-6">
      <div className="h-5 w-48 animate-shimmer rounded bg-line" />
      <div className="mt-6 h-64 animate-shimmer rounded-lg bg-line/60" />
    </div>
  );
}

export function NotFoundPage() {
  return (
    <main className="flex min-h-[70vh] flex-col items-center justify-center p-6 text-center">
      <p className="font-mono text-ink-faint text-sm">404</p>
      <h1 className="mt-1 font-semibold text-xl">Nothing here</h1>
      <p className="mt-1 text-ink-soft">This page does not exist, or you may not see it.</p>
      <Link to="/" className={buttonLook}>
        Go to the start
      </Link>
    </main>
  );
}

export function RouteErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  const retry = () => {
    reset();
    router.invalidate();
  };
  return (
    <main role="alert" className="flex min-h-[70vh] flex-col items-center justify-center p-6 text-center">
      <h1 className="font-semibold text-xl">This page could not be shown</h1>
      <p className="mt-1 max-w-md text-ink-soft">
        {error instanceof Error ? error.message : "Something unexpected happened."}
      </p>
      <button type="button" onClick={retry} className={buttonLook}>
        Try again
      </button>
    </main>
  );
}
