import type { ReactNode } from "react";
import { Logo } from "@/ui/layout/logo";

type AuthLayoutProps = { title: string; description?: ReactNode; children: ReactNode; footer?: ReactNode };

export function AuthLayout({ title, description, children, footer }: AuthLayoutProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[12vh] pb-10">
      <title>{`${title} · MiniSentry`}</title>
      <div className="mb-7 flex items-center gap-2.5">
        <Logo className="size-8" />
        <span className="font-semibold text-lg tracking-tight">MiniSentry</span>
      </div>
      <div className="w-full max-w-sm rounded-xl border border-line bg-surface p-6 shadow-card sm:p-7">
        <h1 className="font-semibold text-lg tracking-tight">{title}</h1>
        {description && <p className="mt-1 text-ink-soft text-sm">{description}</p>}
        <div className="mt-5">{children}</div>
      </div>
      {footer && <p className="mt-5 text-ink-soft text-sm">{footer}</p>}
    </main>
  );
}

export const textLinkClass = "font-medium text-accent-ink underline-offset-2 hover:underline";
