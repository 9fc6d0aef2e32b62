"use client";

import { DeleteViewDialog } from "./delete-view-dialog";
import { SaveViewDialog } from "./save-view-dialog";
import { useSavedViews } from "./use-saved-views";

/** What can be done with the search as a view: kept under a name, or taken away where it is kept. */
export function ViewButton({ q }: { q: string }) {
  const { views, canSaveForTeam } = useSavedViews();
  const shown = views.find((view) => view.q === q);
  if (shown?.canDelete) return <DeleteViewDialog key={shown.id} view={shown} />;
  if (q === "" || shown) return null;
  return <SaveViewDialog q={q} canSaveForTeam={canSaveForTeam} />;
}
