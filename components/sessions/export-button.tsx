"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleAlert, Download } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { toApiError } from "@/lib/queries/api-client";
import { type DownloadedFile, downloadFile } from "@/lib/queries/download-file";
import { ErrorWords } from "./error-words";
import { formatCount, plural } from "./list-words";

const SAVED_WITHIN_MS = 60_000;

/** Saves a file of the desk, and says how much is in it, or why there is none. */
export function ExportButton({
  toPath,
  label,
  isIconOnPhone = false,
  className,
}: {
  /** Made when it is pressed, for what is on the screen then. */
  toPath: () => string;
  label: string;
  isIconOnPhone?: boolean;
  className?: string;
}) {
  const exporting = useMutation({
    mutationFn: async () => {
      const file = await downloadFile(toPath());
      save(file);
      return file;
    },
    retry: false,
    networkMode: "always",
  });
  return (
    <div className="relative">
      <Button
        className={className}
        disabled={exporting.isPending}
        onClick={() => exporting.mutate()}
      >
        <Download aria-hidden className="size-3.5 text-ink-soft" />
        <span className={isIconOnPhone ? "max-sm:sr-only" : ""}>
          {exporting.isPending ? "Exporting…" : label}
        </span>
      </Button>
      {(exporting.data || exporting.error) && (
        <Notice
          tone={exporting.error ? "danger" : exporting.data?.isCut ? "warning" : "success"}
          icon={exporting.error ? CircleAlert : Download}
          live="polite"
          className="absolute top-full right-0 z-20 mt-1.5 w-72 border border-line shadow-lg max-sm:fixed max-sm:inset-x-4 max-sm:top-auto max-sm:bottom-4 max-sm:z-40 max-sm:w-auto"
        >
          {exporting.error ? (
            <ErrorWords error={toApiError(exporting.error)} />
          ) : (
            exporting.data && <p>{describeFile(exporting.data)}</p>
          )}
          <Button variant="quiet" className="-ml-2 mt-1 px-2" onClick={() => exporting.reset()}>
            Close
          </Button>
        </Notice>
      )}
    </div>
  );
}

function describeFile({ rows, isCut, name }: DownloadedFile): string {
  if (rows === null)
    return `Saved as ${name}. Its last line says so if it does not hold everything.`;
  if (isCut) {
    return `Saved as ${name}, with the first ${formatCount(rows)} rows only: there are more. Narrow the search for the rest.`;
  }
  return `Saved as ${name}, with ${formatCount(rows)} ${plural(rows, "row", "rows")}.`;
}

function save({ blob, name }: DownloadedFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // Some browsers read it only after this has returned.
  setTimeout(() => URL.revokeObjectURL(url), SAVED_WITHIN_MS);
}
