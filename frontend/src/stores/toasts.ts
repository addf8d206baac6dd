/** Short messages at the corner of the page, some with one action such as Undo. */
import { create } from "zustand";

export type Toast = {
  id: number;
  message: string;
  tone: "neutral" | "success" | "danger";
  actionLabel?: string;
  onAction?: () => void;
};

type ToastState = {
  toasts: Toast[];
  shown: (toast: Omit<Toast, "id">) => number;
  dismissed: (id: number) => void;
};

let lastId = 0;

export const useToasts = create<ToastState>((set) => ({
  toasts: [],
  shown: (toast) => {
    lastId += 1;
    const id = lastId;
    set(({ toasts }) => ({ toasts: [...toasts.slice(-2), { ...toast, id }] }));
    return id;
  },
  dismissed: (id) => set(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) })),
}));

export function showToast(message: string, options: Partial<Omit<Toast, "id" | "message">> = {}): number {
  return useToasts.getState().shown({ message, tone: "neutral", ...options });
}
