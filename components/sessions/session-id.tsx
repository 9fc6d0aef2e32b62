import { classes } from "@/components/ui/classes";
import { CopyButton } from "@/components/ui/copy-button";
import { shortenId } from "@/lib/domain/shorten-id";

/** An id shortened in the middle for the eye; the full one is in the page, so that it is found and read out. */
export function ShortId({ id, className = "text-sm" }: { id: string; className?: string }) {
  return (
    <span title={id} className={classes("whitespace-nowrap font-mono", className)}>
      <span aria-hidden>{shortenId(id)}</span>
      <span className="sr-only">{id}</span>
    </span>
  );
}

/** The full id, broken where the line ends, with its copy button. */
export function FullId({ id, label = "Copy id" }: { id: string; label?: string }) {
  return (
    <span className="flex items-start gap-1">
      <span className="min-w-0 break-all font-mono text-sm">{id}</span>
      <CopyButton compact text={id} label={label} />
    </span>
  );
}
