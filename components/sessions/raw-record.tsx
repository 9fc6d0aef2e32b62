import { CopyButton } from "@/components/ui/copy-button";
import type { SessionRecord } from "@/lib/domain/session";

/** The record as JSON, for whoever needs the exact values. It holds no secret: none reaches the browser. */
export function RawRecord({
  session,
  unknownFields,
}: {
  session: SessionRecord;
  unknownFields: readonly string[];
}) {
  const json = JSON.stringify(session, null, 2);
  return (
    <details className="group min-w-0 rounded-lg border border-line bg-surface print:hidden">
      <summary className="rounded-lg px-4 py-3 font-semibold text-ink-soft text-sm hover:bg-surface-hover sm:px-5">
        Raw record
      </summary>
      <div className="border-line border-t p-4 sm:p-5">
        {unknownFields.length > 0 && (
          <p className="mb-3 text-ink-soft text-sm">
            Kayle also sent fields that the desk does not know and left on the server:{" "}
            <span className="break-all font-mono">{unknownFields.join(", ")}</span>
          </p>
        )}
        <CopyButton text={json} label="Copy JSON" />
        <section
          aria-label="Raw record as JSON"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="mt-3 max-h-96 overflow-auto rounded-md bg-surface-sunken p-3"
        >
          <pre className="font-mono text-xs">{json}</pre>
        </section>
      </div>
    </details>
  );
}
