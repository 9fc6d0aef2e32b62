import { createEndpoints, pickTargets, type WebhookEndpoint } from "./endpoints";
import { createEventLog, type EventLog, type EventRecord } from "./event-log";
import type { OrganisationName } from "./keys";
import { seedOf, token } from "./random";
import { isOpenStatus, type SessionRow, UPDATE_LAG_MS } from "./row";
import { createSessionStore, type SessionStore } from "./session-store";

export type Organisation = {
  name: OrganisationName;
  id: string;
  isFrozen: boolean;
  endpoints: WebhookEndpoint[];
  sessions: SessionStore;
  events: EventLog;
  /** When a person asked for another attempt, by delivery id. */
  requeues: Map<string, number[]>;
};

export type OrganisationOptions = {
  name: OrganisationName;
  seed: number;
  now: number;
  onEvent?: ((event: EventRecord) => void) | undefined;
};

function toUuid(seed: number): string {
  const hex = [...token(seed, 0x0a, 32)].map((c) => (Number.parseInt(c, 36) % 16).toString(16));
  const text = hex.join("");
  const parts = [text.slice(0, 8), text.slice(8, 12), `4${text.slice(13, 16)}`];
  return [...parts, `8${text.slice(17, 20)}`, text.slice(20)].join("-");
}

export function createOrganisation({ name, now, onEvent, ...options }: OrganisationOptions) {
  const seed = (options.seed ^ seedOf(name)) >>> 0;
  const id = toUuid(seed);
  const organisation: Organisation = {
    name,
    id,
    isFrozen: name === "frozen",
    endpoints: name === "main" ? createEndpoints(seed, id, now) : [],
    sessions: createSessionStore(),
    events: createEventLog(seed, onEvent),
    requeues: new Map(),
  };
  return organisation;
}

/** Writes down that a session has just reached its status, as Kayle's webhooks tell it. */
export function recordSessionEvent(organisation: Organisation, row: SessionRow): void {
  if (isOpenStatus(row.status)) return;
  const type = `verification.session.${row.status}`;
  organisation.events.record(
    { type, triggerType: "verification_session", triggerId: row.id, createdAt: row.updatedAt },
    pickTargets(organisation.endpoints, type, row.webhookEndpointId),
  );
}

/** Ends an open session. `updated_at` trails the end by some milliseconds, as recorded. */
export function endSession(
  organisation: Organisation,
  row: SessionRow,
  end: { status: string; failureCode?: string; at: number },
): void {
  row.status = end.status;
  row.failureCode = end.failureCode ?? null;
  row.completedAt = end.at;
  row.updatedAt = end.at + UPDATE_LAG_MS;
  recordSessionEvent(organisation, row);
}
