// `npm test`, and `npm run test:long`. What needs a newer Node is loaded only after the check.
import { requireNode } from "./setup/require-node.mjs";

requireNode();
import("./setup/enter.mjs").then(({ enter }) => enter("run-tests.ts"));
