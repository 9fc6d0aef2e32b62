import { expect, test } from "./fixtures/test";
import { SessionPage } from "./pages/session-page";

const PAGES = [
  { name: "created", badge: "Created", headline: /has not|not (been )?(opened|started)|waiting/i },
  { name: "in-progress-two-failures", badge: "In progress", headline: /one more|last|left/i },
  {
    name: "overdue-in-progress",
    badge: "Past its time",
    headline: /Time ran out at .* not closed/,
  },
  { name: "succeeded", badge: "Succeeded", headline: /succeeded/ },
  { name: "failed-nfc-third", badge: "Failed", headline: /third chip failure ended/ },
  { name: "failed-face-mismatch", badge: "Failed", headline: /face|selfie/i },
  { name: "failed-anti-cloning-0", badge: "Failed", headline: /device|phone/i },
  { name: "failed-no-code", badge: "Failed", headline: /failed|ended/i },
  { name: "expired-never-started", badge: "Expired", headline: /ran out|expired/i },
  { name: "cancelled", badge: "Cancelled", headline: /cancelled/ },
  { name: "cancelled-after-failure", badge: "Cancelled", headline: /withdr/i },
] as const;

test("a session of each kind reads as what it is, with words for the customer", async ({
  page,
  sandbox,
}) => {
  const session = new SessionPage(page);
  for (const { name, badge, headline } of PAGES) {
    await test.step(`${name} reads as ${badge}`, async () => {
      await session.goto(await sandbox.notable(name));
      await expect(session.verdict.getByText(badge, { exact: true })).toBeVisible();
      await expect(session.headline).toHaveText(headline);
      await expect(session.guidance.locator("[lang=en]").last()).toHaveText(/\w+ \w+ \w+/);
      await expect(session.timeline).toContainText("Created");
    });
  }
});

test("a status and a failure code that Kayle added later are shown as they are", async ({
  page,
  sandbox,
}) => {
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("unknown-status"));
  await expect(session.verdict).toContainText("awaiting_review");
  await session.goto(await sandbox.notable("unknown-failure-code"));
  await expect(session.headline).toBeVisible();
  await expect(session.facts).toContainText(/document_/);
});

test("fields beyond the contract stay on the server, only their names are shown", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({
    status: "succeeded",
    extra: { internal_secret_note: "planted value 8842" },
  });
  const session = new SessionPage(page);
  await session.goto(id);
  await page.getByText("Raw record").click();
  await expect(page.getByText("internal_secret_note")).toBeVisible();
  expect(await page.content()).not.toContain("planted value 8842");
});

test("hostile reasons are text: no script runs and the page keeps its direction", async ({
  page,
  sandbox,
}) => {
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("hostile-reasons"));
  await expect(session.askedFor).toContainText('<script>alert("reason")</script>');
  await expect(session.askedFor.locator("script, img")).toHaveCount(0);
  await expect(session.askedFor.locator("bdi").first()).toBeVisible();
});

test("thirty-two asked-for fields are all there, and none reads as given", async ({
  page,
  sandbox,
}) => {
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("share-fields-32"));
  await expect(session.askedFor.getByRole("row")).toHaveCount(33);
  await expect(session.askedFor).toContainText("Over 18");
  await expect(session.askedFor).not.toContainText(/shared/i);
});

test("a redirect is a link for http and https alone", async ({ page, sandbox }) => {
  const session = new SessionPage(page);
  await session.goto(await sandbox.notable("redirect-order"));
  const link = session.facts.getByRole("link");
  await expect(link).toHaveAttribute("href", /^https:\/\//);
  await expect(link).toHaveAttribute("rel", "noopener noreferrer");
  for (const name of ["redirect-javascript", "redirect-data", "redirect-app-scheme"]) {
    await session.goto(await sandbox.notable(name));
    await expect(session.facts.getByText("Redirect")).toBeVisible();
    await expect(session.facts.getByRole("link")).toHaveCount(0);
  }
});

test("a token that Kayle left in the check link reaches no part of the page", async ({
  page,
  sandbox,
}) => {
  const id = await sandbox.create({ status: "created", cancel_token: "planted_cancel_9913" });
  const answers: string[] = [];
  page.on("response", async (response) => {
    if (!response.url().includes("/_next/")) answers.push(await response.text().catch(() => ""));
  });
  const session = new SessionPage(page);
  await session.goto(id);
  await expect(session.facts).toContainText(`/${id}`);
  await page.reload();
  await expect(session.facts).toContainText(`/${id}`);
  expect(answers.length).toBeGreaterThan(0);
  expect(answers.filter((body) => body.includes("planted_cancel_9913"))).toEqual([]);
});
