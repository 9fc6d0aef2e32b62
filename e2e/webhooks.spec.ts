import type { APIRequestContext, Locator, Page } from "@playwright/test";
import { observationsResponseSchema } from "@/lib/contracts/observation";
import { sessionWebhooksResponseSchema } from "@/lib/contracts/session-webhooks";
import { routes } from "@/lib/routes";
import { DEMO } from "./fixtures/servers";
import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

// The desk reads Kayle's events at a pace of its own, older ones last.
test.describe.configure({ timeout: 120_000 });

const HOUR_MS = 3_600_000;
const SYNCED = { timeout: 90_000, intervals: [500] };

type ListedEvent = {
  trigger_id: string;
  deliveries: { status: string; payload_retention_reason: string; payload_expires_at: string }[];
};

function panelOf(page: Page): Locator {
  return page.getByRole("region", { name: "Webhooks" });
}

/** A session of which some delivery failed for good, and can still be sent again for long. */
async function findResendable(request: APIRequestContext, nth: number): Promise<string> {
  const day = (hoursAgo: number) => new Date(Date.now() - hoursAgo * HOUR_MS).toISOString();
  const query = `limit=100&created_from=${day(44)}&created_to=${day(30)}`;
  const headers = { authorization: `Bearer ${DEMO.sandboxKey}` };
  const answer = await request.get(`${DEMO.sandboxUrl}/v1/events?${query}`, { headers });
  const { data } = (await answer.json()) as { data: ListedEvent[] };
  const found = data.filter(
    ({ trigger_id, deliveries }) =>
      trigger_id.startsWith("vs_") &&
      deliveries.some((one) => one.payload_retention_reason === "terminal_failure_retention"),
  );
  const id = found[nth]?.trigger_id;
  if (!id) throw new Error("The sandbox has no delivery that can be sent again.");
  return id;
}

async function waitUntilTold(page: Page, id: string): Promise<void> {
  await expect
    .poll(async () => {
      const answer = await page.request.get(routes.api.sessionWebhooks(id, false));
      return sessionWebhooksResponseSchema.parse(await answer.json()).data.events.length;
    }, SYNCED)
    .toBeGreaterThan(0);
}

test("an end is told with its one event and what became of each delivery", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  await page.goto(routes.session(id));
  const panel = panelOf(page);
  await sandbox.set(id, { status: "succeeded" });
  await expect(panel).toContainText("Kayle’s event “succeeded”", { timeout: 60_000 });
  await expect(panel.getByRole("heading", { name: "Event “succeeded”" })).toHaveCount(1);
  await expect(panel.getByRole("listitem").first()).toContainText("Attempts");
});

test("an agent has a failed delivery sent again, and the receipt says what is true then", async ({
  page,
}) => {
  const id = await findResendable(page.request, 0);
  await waitUntilTold(page, id);
  await page.goto(routes.session(id));
  const panel = panelOf(page);
  await expect(panel).toContainText("Refused");
  await panel.getByRole("button", { name: "Send again…" }).first().click();
  await page.getByRole("button", { name: "Send again", exact: true }).click();
  await expect(panel).toContainText(/Kayle took it/);
});

test.describe("for a viewer", () => {
  test.use({ as: "viewer" });

  test("the fate of a webhook is shown, and nothing to send it again with", async ({ page }) => {
    const id = await findResendable(page.request, 1);
    await waitUntilTold(page, id);
    await page.goto(routes.session(id));
    await expect(panelOf(page)).toContainText("Refused");
    await expect(panelOf(page)).toContainText("Can be resent");
    await expect(page.getByRole("button", { name: /Send again/ })).toHaveCount(0);
  });
});

test("after a withdrawal, Read again brings the second event without a reload", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "in_progress" });
  const session = new SessionPage(page);
  await session.goto(id);
  await sandbox.set(id, { status: "succeeded" });
  await expect(panelOf(page)).toContainText("Kayle’s event “succeeded”", { timeout: 60_000 });
  await sandbox.set(id, { status: "cancelled" });
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(session.verdict).toContainText("Cancelled");
  await expect(panelOf(page)).toContainText("Kayle made 2 events of an end", { timeout: 60_000 });
});

test("a delivery of Kayle's makes the desk read a session that nobody looks at", async ({
  page,
  sandbox,
}) => {
  const ids = await sandbox.createMany([
    { hold: true, status: "in_progress" },
    { hold: true, status: "in_progress" },
    { hold: true, status: "in_progress" },
  ]);
  const observationsOf = async (id: string) => {
    const answer = await page.request.get(routes.api.observations(id));
    return observationsResponseSchema.parse(await answer.json()).data;
  };
  const sources: string[] = [];
  for (const id of ids) {
    await expect.poll(async () => (await observationsOf(id)).length, SYNCED).toBeGreaterThan(0);
    await sandbox.set(id, { status: "succeeded" });
    const end = async () =>
      (await observationsOf(id)).find(({ state }) => state?.status === "succeeded");
    await expect.poll(end, SYNCED).toBeDefined();
    sources.push((await end())?.source ?? "");
  }
  // The sync looks at open sessions too, and may by chance have been first once.
  expect(sources).toContain("webhook");
});
