import { z } from "zod";
import { VIEW_NAME_LENGTH_MAX, VIEW_SCOPES } from "@/lib/domain/saved-views";
import { SEARCH_LENGTH_MAX } from "@/lib/domain/search/parse";

/** The wire of saved views: `GET` and `POST /api/views`, `DELETE /api/views/{id}`. */

export const savedViewSchema = z.object({
  id: z.string(),
  name: z.string(),
  /** A text of the search grammar. */
  q: z.string(),
  scope: z.enum(VIEW_SCOPES),
  /** Whether the person who asked made it. */
  isOwn: z.boolean(),
  /** Whether they may take it away. */
  canDelete: z.boolean(),
});
export type SavedView = z.infer<typeof savedViewSchema>;

export const viewRequestSchema = z.strictObject({
  name: z.string().trim().min(1).max(VIEW_NAME_LENGTH_MAX),
  q: z.string().trim().max(SEARCH_LENGTH_MAX),
  scope: z.enum(VIEW_SCOPES),
});
export type ViewRequest = z.infer<typeof viewRequestSchema>;

export const viewsResponseSchema = z.object({
  /** The person's own views and those of the team, each by name. */
  data: z.array(savedViewSchema),
  error: z.null(),
  meta: z.object({
    /** Whether the person may save views for the team. */
    canSaveForTeam: z.boolean(),
  }),
});
export type ViewsResponse = z.infer<typeof viewsResponseSchema>;

export const viewResponseSchema = z.object({
  data: savedViewSchema,
  error: z.null(),
  meta: z.object({}),
});
export type ViewResponse = z.infer<typeof viewResponseSchema>;

export const viewDeletedResponseSchema = z.object({
  data: z.object({ id: z.string() }),
  error: z.null(),
  meta: z.object({}),
});
export type ViewDeletedResponse = z.infer<typeof viewDeletedResponseSchema>;
