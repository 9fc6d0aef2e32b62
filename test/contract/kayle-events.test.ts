import { describe, expect, it } from "vitest";
import { upstreamRowListAnswerSchema } from "@/lib/contracts/upstream";
import { FAILED, makeDelivery, makeDeliveryPage } from "@/lib/server/events/testing/wire-events";
import { parseDeliveryListAnswer, parseEventListAnswer } from "@/lib/server/upstream/parse-events";
import { readObserved } from "../replay/observed";
import { createOpenApiValidator } from "./openapi-validator";
import { hasUpstreamFiles, OBSERVED_PATH, readOpenApi } from "./upstream-files";

const SUITE = "the desk's reading of events and deliveries against the recorded server";
const isThere = hasUpstreamFiles(SUITE);
const RETRY = "/v1/webhooks/deliveries/{delivery_id}/retry";

describe.skipIf(!isThere)(SUITE, () => {
  const records = isThere ? readObserved(OBSERVED_PATH) : [];
  const answersOf = (path: RegExp) =>
    records.filter(({ request, status }) => status === 200 && path.test(request.path));

  it("takes every recorded event with every recorded value", () => {
    const lists = answersOf(/^\/v1\/(webhooks\/)?events(\?|$)/);
    expect(lists.length).toBeGreaterThan(5);
    for (const { name, body } of lists) {
      const { data } = upstreamRowListAnswerSchema.parse(body);
      const expected = data.map((row) => ({ event: withoutNextAttempt(row) }));
      expect([name, parseEventListAnswer(body).rows]).toEqual([name, expected]);
    }
  });

  it("takes every recorded delivery with its next attempt", () => {
    const lists = answersOf(/^\/v1\/webhooks\/deliveries(\?|$)/);
    expect(lists.length).toBeGreaterThan(5);
    const statuses = new Set<string>();
    for (const { body } of lists) {
      const { data, ...rest } = upstreamRowListAnswerSchema.parse(body);
      for (const row of data as { id: string; event_id: string; status: string }[]) {
        const { deliveries } = parseDeliveryListAnswer({ ...rest, data: [row] }, row.event_id);
        expect(row).toMatchObject(deliveries[0] ?? {});
        expect(deliveries[0]).toHaveProperty("next_attempt_at");
        statuses.add(row.status);
      }
    }
    expect([...statuses].sort()).toEqual(["delivering", "failed", "pending", "succeeded"]);
  });

  it("tests with answers that the document allows, and expects the refusals that it lists", () => {
    const document = readOpenApi();
    const listFaults = createOpenApiValidator(document);
    const page = makeDeliveryPage("evt_a", [makeDelivery("a"), makeDelivery("b", FAILED)]);
    expect(listFaults("GET", "/v1/webhooks/deliveries", 200, page)).toEqual([]);
    const documented = document.paths[RETRY]?.["post"]?.responses ?? {};
    expect(Object.keys(documented)).toEqual(["200", "404", "409", "500"]);
  });
});

/** A summary tells no next attempt; the desk's own form has it as null. */
function withoutNextAttempt(row: unknown): unknown {
  const event = row as { deliveries: object[] };
  const deliveries = event.deliveries.map((one) => ({ ...one, next_attempt_at: null }));
  return { ...event, deliveries };
}
