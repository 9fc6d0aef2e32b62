import "server-only";
import type { StaffRow } from "./staff-store";

const HEADINGS = ["E-mail", "Role", "State", "Since", "Name"];

/** The accounts as aligned columns of plain text. */
export function toStaffTable(rows: StaffRow[]): string {
  if (rows.length === 0) return "There are no accounts yet.";
  const lines = [HEADINGS, ...rows.map(toCells)];
  const widths = HEADINGS.map((_heading, column) =>
    Math.max(...lines.map((cells) => cells[column]?.length ?? 0)),
  );
  return lines
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function toCells(row: StaffRow): string[] {
  const state = row.disabledAt ? "closed" : row.isDemo ? "demo" : "open";
  return [row.email, row.role, state, row.createdAt.toISOString().slice(0, 10), row.name];
}
