import { workAsyncStorage } from "next/dist/server/app-render/work-async-storage.external";
import { workUnitAsyncStorage } from "next/dist/server/app-render/work-unit-async-storage.external";
import { createRequestStoreForAPI } from "next/dist/server/async-storage/request-store";
import type { createWorkStore } from "next/dist/server/async-storage/work-store";
import { NextRequest } from "next/server";

/** Runs a handler as Next runs a route: its `cookies()` and `headers()` are those of the request. */
export function runAsRoute<Answer>(
  request: Request,
  handle: (request: NextRequest) => Promise<Answer>,
): Promise<Answer> {
  const asked = new NextRequest(request);
  const work = { route: "/api/auth/[...nextauth]" } as ReturnType<typeof createWorkStore>;
  const tags = { tags: [], expirationsByCacheKind: new Map() };
  const store = createRequestStoreForAPI(
    asked,
    asked.nextUrl,
    tags,
    undefined,
    undefined,
    undefined,
  );
  return workAsyncStorage.run(work, () => workUnitAsyncStorage.run(store, () => handle(asked)));
}
