import { z } from "zod";
import { isExportColumn, SESSION_EXPORT_COLUMNS } from "@/lib/domain/session-export";
import { searchParamsSchema } from "./search-params";

/** Rows of one file. */
export const SESSION_EXPORT_ROWS_MAX = 50_000;

/**
 * The query of `GET /api/sessions/export`: the search that is on the screen, and its columns in their
 * order.
 */
export const sessionExportParamsSchema = searchParamsSchema
  .pick({ q: true, zone: true, sort: true, ids: true })
  .extend({
    columns: z
      .string()
      .transform((text) => [...new Set(text.split(","))])
      .pipe(z.array(z.string().refine(isExportColumn)).min(1))
      .default([...SESSION_EXPORT_COLUMNS]),
  })
  .strict();
export type SessionExportParams = z.output<typeof sessionExportParamsSchema>;
