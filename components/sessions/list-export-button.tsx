"use client";

import { toShownColumnIds } from "@/components/data-table/table-columns";
import { usePreferences } from "@/components/providers/preferences-provider";
import { isExportColumn } from "@/lib/domain/session-export";
import { routes } from "@/lib/routes";
import { ExportButton } from "./export-button";
import { sessionColumns } from "./session-columns";

/** The list as a file: this search in its order, with the columns that are shown, in this zone. */
export function ListExportButton({ q }: { q: string }) {
  const { preferences, zone } = usePreferences();
  const columns = toShownColumnIds(sessionColumns, preferences.listColumns).filter(isExportColumn);
  const query = new URLSearchParams({ q, zone, columns: columns.join(",") });
  return (
    <ExportButton
      label="Export"
      isIconOnPhone
      className="min-h-10"
      toPath={() => routes.api.exportSessions(query.toString())}
    />
  );
}
