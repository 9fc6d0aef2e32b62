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
        <table className="w-full table-fixed text-left text-sm">
          <thead>
            <tr className="text-ink-faint text-xs">
              <th scope="col" className="pb-1.5 font-normal">
                Field and reason shown
              </th>
              <th scope="col" className="w-20 pb-1.5 pl-2 font-normal">
                Required
              </th>
              <th scope="col" className="w-24 pb-1.5 pl-2 font-normal">
                Asked by
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
        <span className="block break-words font-medium">{row.label}</span>
        {row.isKnownKey && (
          <code className="block break-all font-mono text-ink-faint text-xs">{row.key}</code>
        )}
        {/* The integrator's text may be in any script and direction: it must not turn the page's own. */}
        <bdi className="block break-words text-ink-soft">
          {row.reason.trim() === "" ? (
            <span className="text-ink-faint">No reason was shown</span>
          ) : (
            `“${row.reason}”`
          )}
        </bdi>
      </th>
      <td className="py-2 pl-2">{row.required ? "Required" : "Optional"}</td>
      <td className="break-words py-2 pl-2">{row.sourceLabel}</td>
    </tr>
  );
}
