// `npm start` and `npm run dev`. Also read by a Node that is too old, which must be able to say so:
// what needs a newer one is loaded only after the check.
import { requireNode } from "./setup/require-node.mjs";

requireNode();
import("./setup/enter.mjs").then(({ enter }) => enter("serve.ts"));
