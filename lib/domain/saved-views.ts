/** Who sees a saved view: its owner alone, or everybody. */
export const VIEW_SCOPES = ["personal", "team"] as const;
export type ViewScope = (typeof VIEW_SCOPES)[number];

/** Characters of a view's name, blanks at its ends not counted. */
export const VIEW_NAME_LENGTH_MAX = 60;
/** Views of one person, and of the team. */
export const VIEWS_MAX = 50;

export type BuiltInView = { name: string; q: string };

/** The views that every desk has, in the order in which they are shown. */
export const BUILT_IN_VIEWS: readonly BuiltInView[] = [
  { name: "Failing now", q: "status:failed ended:<1h" },
  { name: "Past their time", q: "is:overdue" },
  { name: "Cancelled after the end", q: "is:changed-after-end" },
  { name: "Last hour", q: "created:<1h" },
];
