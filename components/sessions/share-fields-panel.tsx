import { Panel } from "@/components/ui/panel";
import type { SessionRecord } from "@/lib/domain/session";
import { type ShareFieldRow, toShareFieldRows } from "@/lib/domain/share-fields";

/** What was asked for, in the words the customer saw. Never what they agreed to: no API says that. */
export function ShareFieldsPanel({ fields }: { fields: SessionRecord["share_fields"] }) {
  const rows = toShareFieldRows(fields);
  return (
    <Panel title={`What was asked for · ${rows.length} ${rows.length === 1 ? "field" : "fields"}`}>
      {rows.length === 0 ? (
        <p className="text-ink-soft text-sm">Nothing was asked for beyond the check itself.</p>
      ) : (
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="text-ink-faint text-xs">
              <th scope="col" className="pb-1.5 font-normal">
                Field, and the reason shown
              </th>
              <th scope="col" className="pb-1.5 pl-3 text-right font-normal">
                Required · by
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <ShareFieldCells key={row.key} row={row} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function ShareFieldCells({ row }: { row: ShareFieldRow }) {
  return (
    <tr className="border-line border-t align-top">
      <th scope="row" className="py-2 font-normal">
        <span className="flex flex-wrap items-baseline gap-x-2">
          <span className="font-medium [overflow-wrap:anywhere]">{row.label}</span>
          {row.isKnownKey && (
            <code className="break-all font-mono text-ink-faint text-xs">{row.key}</code>
          )}
        </span>
        {/* The integrator's text may be in any script and direction: it must not turn the page's own. */}
        <bdi className="block text-ink-soft [overflow-wrap:anywhere]">
          {row.reason.trim() === "" ? (
            <span className="text-ink-faint">No reason was shown</span>
          ) : (
            `“${row.reason}”`
          )}
        </bdi>
      </th>
      <td className="w-28 py-2 pl-3 text-right text-ink-soft [overflow-wrap:anywhere]">
        <span className="block text-ink">{row.required ? "Required" : "Optional"}</span>
        {row.sourceLabel}
      </td>
    </tr>
  );
}
