import { useEffect } from "react";
import { type Toast, useToasts } from "@/stores/toasts";
import { IconButton } from "@/ui/button";
import { Icon } from "@/ui/icon";

const visibleMs = 7000;
const icons = { neutral: "check-circle", success: "check-circle", danger: "alert" } as const;

export function Toaster() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div
      role="status"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex flex-col items-end gap-2 sm:left-auto sm:w-96"
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { toast: Toast }) {
  const dismissed = useToasts((state) => state.dismissed);
  useEffect(() => {
    const timer = setTimeout(() => dismissed(toast.id), visibleMs);
    return () => clearTimeout(timer);
  }, [toast.id, dismissed]);

  const act = () => {
    toast.onAction?.();
    dismissed(toast.id);
  };
  return (
    <div className="pointer-events-auto flex w-full animate-rise items-center gap-2.5 rounded-lg bg-surface py-2 pr-2 pl-3.5 text-sm shadow-pop">
      <Icon
        name={icons[toast.tone]}
        className={toast.tone === "danger" ? "size-4 text-danger-ink" : "size-4 text-ok-ink"}
      />
      <span className="min-w-0 flex-1">{toast.message}</span>
      {toast.actionLabel && (
        <button
          type="button"
          onClick={act}
          className="rounded-md px-2 py-1 font-semibold text-accent-ink hover:bg-accent-soft"
        >
          {toast.actionLabel}
        </button>
      )}
      <IconButton icon="x" label="Dismiss" size="sm" onClick={() => dismissed(toast.id)} />
    </div>
  );
}
