/** Rows have one height each, so that a place in the list is a place on the page, to the pixel. */
export type RowDensity = "comfortable" | "compact";

export const ROW_HEIGHTS_PX = { comfortable: 42, compact: 32, card: 116 } as const;

/** The same figures for the first paint, which knows nothing of the screen. */
export const ROW_HEIGHT_CLASSES: Record<RowDensity, string> = {
  comfortable: "h-[116px] sm:h-[42px]",
  compact: "h-[116px] sm:h-[32px]",
};

/** Where rows become cards; the same as Tailwind's `max-sm`. */
export const CARD_QUERY = "(width < 40rem)";
