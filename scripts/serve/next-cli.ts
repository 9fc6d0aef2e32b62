import { createRequire } from "node:module";

/** Next's command as a file for Node, so that no shell stands between us and its signals. */
export const NEXT_CLI = createRequire(import.meta.url).resolve("next/dist/bin/next");
