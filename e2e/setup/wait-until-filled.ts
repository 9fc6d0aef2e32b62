import { expect, request } from "@playwright/test";
import { searchResponseSchema } from "@/lib/contracts/search";
import { routes } from "@/lib/routes";
import { DEMO_ACCOUNTS, getAccount } from "../fixtures/accounts";
import { DEMO } from "../fixtures/servers";
import { signInByApi } from "../fixtures/sign-in";

const FILLED_TIMEOUT_MS = 180_000;

/** Before all tests: the demo desk's list is complete, as that of a desk that people use. */
async function waitUntilFilled(): Promise<void> {
  const storageState = await signInByApi(DEMO.url, getAccount(DEMO_ACCOUNTS, "viewer"));
  const context = await request.newContext({ baseURL: DEMO.url, storageState });
  const isComplete = async () => {
    const answer = await context.get(routes.api.sessions("q="));
    return answer.ok() && searchResponseSchema.parse(await answer.json()).meta.complete;
  };
  await expect
    .poll(isComplete, { timeout: FILLED_TIMEOUT_MS, message: "the list is complete" })
    .toBe(true);
  await context.dispose();
}

// Playwright asks for a default.
export { waitUntilFilled as default };
