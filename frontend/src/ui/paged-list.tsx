/** A list that the API hands out page by page: loading, failed, empty, or its rows with more on demand. */
import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Button } from "@/ui/button";
import { SkeletonRows } from "@/ui/skeleton";
import { ErrorState } from "@/ui/states";

type PagedListProps<Row> = {
  pages: UseInfiniteQueryResult<InfiniteData<{ data: Row[] }>>;
  empty: ReactNode;
  skeletonCount: number;
  skeletonClassName?: string;
  children: (row: Row) => ReactNode;
};

export function PagedList<Row>({
  pages,
  empty,
  skeletonCount,
  skeletonClassName,
  children,
}: PagedListProps<Row>) {
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  if (pages.error && rows.length === 0)
    return <ErrorState error={pages.error} onRetry={() => pages.refetch()} />;
  if (pages.isPending) return <SkeletonRows count={skeletonCount} rowClassName={skeletonClassName} />;
  return (
    <>
      {/* A search may have looked through a whole page without a hit, and go on. */}
      {rows.length === 0 ? empty : <ul>{rows.map(children)}</ul>}
      {pages.hasNextPage && (
        <div className="border-line border-t p-2 text-center">
          <Button
            variant="ghost"
            size="sm"
            isBusy={pages.isFetchingNextPage}
            onClick={() => pages.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
