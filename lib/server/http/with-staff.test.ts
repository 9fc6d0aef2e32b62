import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { can, STAFF_ACTIONS, STAFF_ROLES } from "@/lib/domain/roles";
import { findStaffFromRequest } from "../auth/find-staff";
import { makeStaff, startTestDesk, type TestDesk } from "./testing/desk";
import { withStaff } from "./with-staff";

vi.mock("../auth/find-staff", () => ({ findStaffFromRequest: vi.fn() }));

let desk: TestDesk;

beforeEach(async () => {
  desk = await startTestDesk("http://127.0.0.1:9");
});

afterEach(() => desk.close());

const context = { params: Promise.resolve({}) };

function get(headers: Record<string, string> = {}): Request {
  return new Request("https://desk.example/api/x?q=jane", { headers });
}

test.each(STAFF_ROLES.flatMap((role) => STAFF_ACTIONS.map((action) => [role, action] as const)))(
  "a %s gets through to %s only as the table of roles says",
  async (role, action) => {
    vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff(role));
    const handler = vi.fn().mockResolvedValue({ data: 1 });
    const response = await withStaff(action, "/api/x", handler)(get(), context);
    expect(handler).toHaveBeenCalledTimes(can(role, action) ? 1 : 0);
    expect(response.status).toBe(can(role, action) ? 200 : 403);
  },
);

test("nobody gets through without a sign-in", async () => {
  vi.mocked(findStaffFromRequest).mockResolvedValue(null);
  const handler = vi.fn();
  const response = await withStaff("session:read", "/api/x", handler)(get(), context);
  expect(response.status).toBe(401);
  expect(handler).not.toHaveBeenCalled();
});

test("a request id from outside is not taken over, and the log holds no query", async () => {
  vi.mocked(findStaffFromRequest).mockResolvedValue(makeStaff("viewer"));
  const handler = vi.fn().mockResolvedValue({ data: 1 });
  const request = get({ "x-request-id": "req_forged" });
  const response = await withStaff("session:read", "/api/x", handler)(request, context);
  expect(response.headers.get("x-request-id")).not.toBe("req_forged");
  expect(desk.logLines.join("")).not.toMatch(/forged|jane|viewer@/);
});
