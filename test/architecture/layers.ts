import { findImports, resolveImport } from "./imports";
import { isTest, type SourceFile } from "./source-files";

/** Where a path belongs: the first that fits. */
const LAYERS = [
  ["ui", /^components\/(ui|data-table)\//],
  ["components", /^components\//],
  ["domain", /^lib\/domain\//],
  ["contracts", /^lib\/contracts\//],
  ["queries", /^lib\/queries\//],
  ["server", /^lib\/server\//],
  ["sandbox", /^sandbox\//],
  ["routes", /^lib\/routes$/],
  ["app", /^(app\/|proxy$|instrumentation$)/],
  ["scripts", /^scripts\//],
  ["tools", /^tools\//],
  ["postgres", /^test\/postgres\//],
  ["setup", /^e2e\/setup\//],
  ["e2e", /^e2e\//],
] as const;
type Layer = (typeof LAYERS)[number][0];

/** Who may import whom, as ARCHITECTURE.md has it. What is not here may not. */
const MAY_IMPORT: Record<Layer, readonly Layer[]> = {
  app: ["app", "components", "ui", "queries", "contracts", "domain", "server", "routes"],
  components: ["components", "ui", "queries", "contracts", "domain", "routes"],
  ui: ["ui"],
  queries: ["queries", "contracts", "domain", "routes"],
  contracts: ["contracts", "domain"],
  domain: ["domain"],
  server: ["server", "contracts", "domain", "routes"],
  sandbox: ["sandbox", "contracts", "domain"],
  routes: [],
  scripts: ["scripts", "server", "sandbox", "contracts", "domain", "routes"],
  tools: ["tools", "scripts", "postgres", "server", "sandbox", "contracts", "domain", "routes"],
  postgres: ["postgres", "server"],
  e2e: ["e2e", "contracts", "domain", "routes"],
  setup: ["setup", "e2e", "scripts", "contracts", "domain", "routes"],
};

/** Packages that a layer may use; a layer that is not here may use any. */
const MAY_USE: Partial<Record<Layer, RegExp>> = {
  domain: /^$/,
  contracts: /^zod$/,
  routes: /^$/,
};

/** Packages that belong to one place. */
const BELONGS: readonly (readonly [RegExp, RegExp])[] = [
  [/^undici$/, /^lib\/server\/(upstream|auth\/oidc)\//],
  [/^cockatiel$/, /^lib\/server\/(?:upstream|webhooks)\//],
  [/^(drizzle-orm|pg|@electric-sql\/pglite)(\/|$)/, /^lib\/server\//],
  [/^next-auth$|^next-auth\/(?!react$)/, /^lib\/server\/auth\//],
  [/^pino$/, /^lib\/server\//],
];

function findLayer(path: string): Layer | null {
  return LAYERS.find(([, pattern]) => pattern.test(path))?.[0] ?? null;
}

/** A line for each import that goes against the table. Tests may import what they test with. */
export function findLayerFaults(file: SourceFile): string[] {
  const from = findLayer(file.path.replace(/\.(tsx?|mjs|js)$/, ""));
  if (from === null || (isTest(file.path) && !file.path.startsWith("e2e/"))) return [];
  return findImports(file.text).flatMap(({ specifier, line }) => {
    const fault = findFault(file.path, from, specifier);
    return fault ? [`${file.path}:${line}  ${fault}`] : [];
  });
}

function findFault(path: string, from: Layer, specifier: string): string | null {
  const target = resolveImport(path, specifier);
  if (target === null) return findPackageFault(path, from, specifier);
  const to = findLayer(target);
  if (to !== null && MAY_IMPORT[from].includes(to)) return null;
  // Benches start the Postgres that the tests start.
  if (to === null && from === "tools" && target.startsWith("test/")) return null;
  // Styles and the like stand beside the page that needs them.
  if (to === null && specifier.endsWith(".css")) return null;
  return `${from} may not import ${to ?? "this"}: ${specifier}`;
}

function findPackageFault(path: string, from: Layer, name: string): string | null {
  const usable = MAY_USE[from];
  if (usable && !usable.test(name)) return `${from} may not use the package ${name}`;
  const place = BELONGS.find(([pattern]) => pattern.test(name))?.[1];
  const isFree = ["scripts", "setup", "tools"].includes(from);
  if (!place || place.test(path) || isFree) return null;
  return `the package ${name} is used in ${place.source} alone`;
}
