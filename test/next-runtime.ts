import { AsyncLocalStorage } from "node:async_hooks";

/** As Next's own server does before it loads anything: without it `next/headers` works nowhere. */
Object.assign(globalThis, { AsyncLocalStorage });
