import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../shared/upstream/", import.meta.url));
export const OBSERVED_PATH = `${FOLDER}observed.json`;
const OPENAPI_PATH = `${FOLDER}openapi-1.5.0.json`;

/** Whether Kayle's own documents stand beside the project. Says so aloud where they do not. */
export function hasUpstreamFiles(suite: string): boolean {
  const isThere = existsSync(OBSERVED_PATH) && existsSync(OPENAPI_PATH);
  if (!isThere) console.warn(`SKIPPED: ${suite}: ../shared/upstream is not here.`);
  return isThere;
}

export type OpenApi = {
  paths: Record<
    string,
    Record<string, { responses: Record<string, { content?: Record<string, { schema: object }> }> }>
  >;
  components: { schemas: Record<string, object> };
};

export function readOpenApi(): OpenApi {
  return JSON.parse(readFileSync(OPENAPI_PATH, "utf8")) as OpenApi;
}
