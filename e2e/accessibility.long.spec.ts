import { expectAccessibleState, FURTHER_STATES } from "./fixtures/accessible-pages";
import { failedToLoad, test } from "./fixtures/test";

test.use({ expectedConsole: [failedToLoad(404)] });

for (const [name, open] of Object.entries(FURTHER_STATES)) {
  test(`axe finds nothing and nothing scrolls sideways in any look: ${name}`, ({ page, sandbox }) =>
    expectAccessibleState(open, { page, sandbox }));
}
