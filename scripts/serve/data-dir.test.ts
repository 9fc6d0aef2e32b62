import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "@/lib/server/db/folder-lock";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { findDataDirFault } from "./data-dir";

describe("the check of the data folder", () => {
  let folder: string;

  beforeEach(() => {
    folder = join(makeTemporaryFolder(), "data");
  });

  it("makes it for this user alone, and leaves it free for the desk", async () => {
    expect(await findDataDirFault(folder)).toBeNull();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(await findDataDirFault(folder)).toBeNull();
  });

  it("tells in one line that another desk has it", async () => {
    await findDataDirFault(folder);
    const lock = await lockFolder(folder);
    const fault = await findDataDirFault(folder);
    await lock.release();
    expect(fault).toMatch(/^Another desk .*DESK_DATA_DIR/);
    expect(fault).not.toContain("\n");
  });

  it("tells in one line that it cannot be made", async () => {
    const file = join(makeTemporaryFolder(), "file");
    writeFileSync(file, "");
    const fault = await findDataDirFault(join(file, "data"));
    expect(fault).toMatch(/cannot be used \(ENOTDIR\).*DESK_DATA_DIR/);
  });
});
