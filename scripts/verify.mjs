// `npm run verify`. What needs a newer Node is loaded only after the check.
import { requireNode } from "./setup/require-node.mjs";

requireNode();
import("./setup/enter.mjs").then(({ enter }) => enter("verify.ts"));
