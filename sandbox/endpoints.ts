import { EVENT_TYPES } from "./input";
import { token } from "./random";

/**
 * How the integrator's server behind an endpoint behaves: `ok` takes each delivery at once, `slow`
 * needs 25 s, `flaky` fails the first attempt, `down` fails them all, `keyless` has no encryption key.
 */
export type EndpointBehaviour = "ok" | "slow" | "flaky" | "down" | "keyless";

export type WebhookEndpoint = {
  id: string;
  organizationId: string;
  name: string;
  labels: string[];
  url: string;
  isEnabled: boolean;
  subscribedEventTypes: readonly string[];
  retentionHours: 0 | 24 | 72 | 168;
  createdAt: number;
  behaviour: EndpointBehaviour;
  encryptionKeyId: string | null;
};

type Plan = [
  name: string,
  behaviour: EndpointBehaviour,
  isEnabled: boolean,
  hours: 0 | 24 | 72 | 168,
];

const PLANS: readonly Plan[] = [
  ["orders", "ok", true, 72],
  ["crm", "flaky", true, 72],
  ["ledger", "down", true, 24],
  ["archive", "keyless", true, 72],
  ["mailer", "slow", true, 168],
  ["retired", "ok", false, 72],
];

/** The endpoints of an organisation, newest first (the order of the recorded list). */
export function createEndpoints(
  seed: number,
  organizationId: string,
  now: number,
): WebhookEndpoint[] {
  const endpoints = PLANS.map(([name, behaviour, isEnabled, retentionHours], at) => ({
    id: `whe_${token(seed, 0x3e00 + at, 32)}`,
    organizationId,
    name,
    labels: [name],
    url: `https://hooks.fernhill.example/kayle/${name}`,
    isEnabled,
    subscribedEventTypes: name === "mailer" ? EVENT_TYPES.slice(0, 2) : EVENT_TYPES,
    retentionHours,
    createdAt: now - 90 * 86_400_000 + at * 63_000,
    behaviour,
    encryptionKeyId: behaviour === "keyless" ? null : `whk_${token(seed, 0x3f00 + at, 32)}`,
  }));
  return endpoints.reverse();
}

/** The endpoints that an event of `type` goes to, given what the session names. */
export function pickTargets(
  endpoints: readonly WebhookEndpoint[],
  type: string,
  named: string | string[] | null,
): WebhookEndpoint[] {
  const chosen = named === null ? null : [named].flat();
  return endpoints.filter(
    (endpoint) =>
      endpoint.isEnabled &&
      endpoint.subscribedEventTypes.includes(type) &&
      (chosen === null || chosen.includes(endpoint.id)),
  );
}

/** The endpoint as Kayle lists it (recorded server 1.6.0). */
export function toEndpoint(endpoint: WebhookEndpoint): Record<string, unknown> {
  const createdAt = new Date(endpoint.createdAt).toISOString();
  return {
    id: endpoint.id,
    organization_id: endpoint.organizationId,
    name: endpoint.name,
    labels: endpoint.labels,
    url: endpoint.url,
    enabled: endpoint.isEnabled,
    subscribed_event_types: endpoint.subscribedEventTypes,
    undelivered_payload_retention_hours: endpoint.retentionHours,
    created_at: createdAt,
    updated_at: createdAt,
    disabled_at: endpoint.isEnabled ? null : createdAt,
  };
}
