import { once } from "node:events";
import { statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Server } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "@/lib/server/db/folder-lock";
import { makeTemporaryFolder } from "@/test/temporary-folder";
import { findDataDirFault, findPortFaults } from "./preflight";

const host = "127.0.0.1";

describe("the check of ports", () => {
  let server: Server;
  let taken: number;

  beforeEach(async () => {
    server = createServer().listen(0, host);
    await once(server, "listening");
    taken = (server.address() as AddressInfo).port;
  });
  afterEach(() => server.close());

  it("names the port that is taken and the variable that chooses it", async () => {
    const faults = await findPortFaults([{ host, port: taken, variable: "SANDBOX_PORT" }]);
    expect(faults).toEqual([
      `Port ${taken} on ${host} is taken. End what uses it, or set SANDBOX_PORT to another port.`,
    ]);
  });

  it("has no fault to tell of a port that is free, and leaves it free", async () => {
    server.close();
    await once(server, "close");
    const uses = [{ host, port: taken, variable: "PORT" }];
    expect(await findPortFaults(uses)).toEqual([]);
    expect(await findPortFaults(uses)).toEqual([]);
  });

  it("tells that two variables have the same port", async () => {
    server.close();
    await once(server, "close");
    const faults = await findPortFaults([
      { host, port: taken, variable: "PORT" },
      { host, port: taken, variable: "SANDBOX_PORT" },
    ]);
    expect(faults).toEqual([
      `PORT and SANDBOX_PORT are both ${taken}. Set one of them to another port.`,
    ]);
  });

  it("tells of an address that this machine does not have", async () => {
    const [fault] = await findPortFaults([{ host: "192.0.2.1", port: taken, variable: "PORT" }]);
    expect(fault).toMatch(/cannot be opened on 192\.0\.2\.1 \(EADDRNOTAVAIL\)\. Check HOST/);
  });

  it("refuses port 0, which would make the desk's address a guess", async () => {
    const [fault] = await findPortFaults([{ host, port: 0, variable: "PORT" }]);
    expect(fault).toBe("PORT is 0. Set it to a port from 1 to 65535.");
  });
});

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
