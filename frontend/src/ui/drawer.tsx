/** A panel that slides over the page from the left, for narrow windows. */
import { lazy, type ReactNode, Suspense } from "react";

const HeadlessDrawer = lazy(() =>
  import("@/ui/headless-drawer").then((module) => ({ default: module.HeadlessDrawer })),
);

export type DrawerProps = { isOpen: boolean; onClose: () => void; label: string; children: ReactNode };

export function Drawer(props: DrawerProps) {
  if (!props.isOpen) return null;
  return (
    <Suspense fallback={null}>
      <HeadlessDrawer {...props} />
    </Suspense>
  );
}
