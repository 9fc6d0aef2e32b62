import { Skeleton } from "@/components/ui/skeleton";

const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h"];

/** A table on its way, in the size that it will have. */
export function TableSkeleton({ words = "Reading the sessions" }: { words?: string }) {
  return (
    <div className="mt-10 overflow-hidden rounded-lg border border-line bg-surface">
      <p role="status" className="sr-only">
        {words}
      </p>
      <div aria-hidden className="h-9 bg-surface-sunken" />
      {ROWS.map((row) => (
        <div
          key={row}
          aria-hidden
          className="flex h-[42px] items-center gap-8 border-line border-t px-3"
        >
          <Skeleton className="h-5 w-24" />
          <Skeleton className="h-4 w-28" />
          <Skeleton className="h-4 w-10" />
          <Skeleton className="h-4 flex-1" />
        </div>
      ))}
    </div>
  );
}
