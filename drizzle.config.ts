import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: [
    "./lib/server/db/schema.ts",
    "./lib/server/db/index-schema.ts",
    "./lib/server/db/views-schema.ts",
    "./lib/server/db/observation-schema.ts",
    "./lib/server/db/event-schema.ts",
    "./lib/server/db/audit-schema.ts",
    "./lib/server/db/notes-schema.ts",
  ],
  out: "./lib/server/db/migrations",
});
