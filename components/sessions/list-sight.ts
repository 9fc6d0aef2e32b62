/** Rows of which a table tells at once that they are in sight, whichever of them really is. */
const STEP_ROWS = 25;

/**
 * The part of a list that is kept true while the row with this number is in the middle of the screen:
 * all that a screen can show around it. The same for many rows, so that a scroll asks for nothing.
 */
export function toRowsInSight<Row>(rows: readonly Row[], middleIndex: number): readonly Row[] {
  const from = Math.floor(Math.max(middleIndex, 0) / STEP_ROWS) * STEP_ROWS;
  return rows.slice(Math.max(0, from - STEP_ROWS), from + 2 * STEP_ROWS);
}
