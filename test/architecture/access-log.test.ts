import { describe, expect, it } from "vitest";
import { findLines, isTest, readCode } from "./source-files";

const RETENTION = "lib/server/audit/retention.ts";
const MADE_FOR_TESTS = /\/testing\/|^test\//;

const shipped = readCode().filter(({ path }) => !isTest(path) && !MADE_FOR_TESTS.test(path));
const others = shipped.filter(({ path }) => path !== RETENTION);

function findElsewhere(pattern: RegExp): string[] {
  return others.flatMap((file) => findLines(file, pattern));
}

describe("the access log", () => {
  it("is only added to, but for the retention", () => {
    expect(findElsewhere(/\.(update|delete)\(\s*(\w+\.)?accessLog\b/)).toEqual([]);
    const statement = /\b(update|delete\s+from|truncate(\s+table)?)\s+"?access_log\b/i;
    expect(findElsewhere(statement)).toEqual([]);
    const inSql = /\b(update|delete\s+from|truncate(\s+table)?)\s+\$\{(\w+\.)?accessLog/i;
    expect(findElsewhere(inSql)).toEqual([]);
  });

  it("has a guard in the database that the retention alone gets past", () => {
    expect(findElsewhere(/access_log_retention/)).toEqual([]);
    expect(findElsewhere(/disable\s+trigger|drop\s+trigger|session_replication_role/i)).toEqual([]);
    const retention = shipped.filter(({ path }) => path === RETENTION);
    expect(retention.flatMap((file) => findLines(file, /\.delete\(accessLog\)/))).toHaveLength(1);
  });

  it("is written to in one place", () => {
    const inserts = shipped.flatMap((file) =>
      findLines(file, /\.insert\(\s*accessLog\b|insert\s+into\s+"?access_log\b/i),
    );
    expect(inserts).toHaveLength(1);
    expect(inserts[0]).toContain("lib/server/audit/access-store.ts");
  });
});
