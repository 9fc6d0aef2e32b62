import { Inbox, SearchX } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Nothing there, and nothing left by the filters, are two different things to be told. */
export function ListEmpty({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const Icon = isFiltered ? SearchX : Inbox;
  return (
    <div
      role="status"
      className="flex flex-col items-center gap-3 rounded-lg border border-line bg-surface px-4 py-14 text-center"
    >
      <Icon aria-hidden className="size-6 text-ink-faint" />
      <p className="font-medium">
        {isFiltered ? "No session fits these filters." : "There are no sessions yet."}
      </p>
      <p className="max-w-prose text-ink-soft text-sm">
        {isFiltered
          ? "Kayle deletes a session 30 days after its end, so older ones are gone."
          : "A session appears here as soon as your company starts a check with Kayle."}
      </p>
      {isFiltered && <Button onClick={onClear}>Clear the filters</Button>}
    </div>
  );
}
