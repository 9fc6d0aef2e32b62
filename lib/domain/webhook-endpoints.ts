/** To whom Kayle sends the events of a session. */
export type WebhookEndpoints = {
  /** True when no endpoint is named, so every subscribed one is told. */
  all: boolean;
  ids: string[];
  sentence: string;
};

/**
 * Reads `webhook_endpoint_id`: null, one id, or several. Server 1.6.0 returns an array of one as a
 * plain string.
 */
export function describeWebhookEndpoints(value: string | string[] | null): WebhookEndpoints {
  if (value === null) {
    return { all: true, ids: [], sentence: "Every subscribed endpoint is told." };
  }
  const ids = [...new Set(typeof value === "string" ? [value] : value)];
  return { all: false, ids, sentence: describeCount(ids.length) };
}

function describeCount(count: number): string {
  if (count === 0) return "The list of endpoints is empty.";
  if (count === 1) return "Only this endpoint is told.";
  return `Only these ${count} endpoints are told.`;
}
