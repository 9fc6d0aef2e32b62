"use client";

import { ColumnsMenu } from "@/components/data-table/columns-menu";
import { toShownColumnIds } from "@/components/data-table/table-columns";
import { usePreferences } from "@/components/providers/preferences-provider";
import { sessionColumns } from "./session-columns";

/** The columns of every table of sessions, as this person likes them. */
export function ListColumnsMenu() {
  const { preferences, setPreference } = usePreferences();
  return (
    <ColumnsMenu
      columns={sessionColumns}
      columnIds={toShownColumnIds(sessionColumns, preferences.listColumns)}
      density={preferences.density}
      onColumns={(ids) => setPreference("listColumns", ids)}
      onDensity={(density) => setPreference("density", density)}
    />
  );
}
