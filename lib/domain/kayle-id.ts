/** Ids of events, deliveries and endpoints, as Kayle takes them (OpenAPI 1.5.0). */
const KAYLE_ID = /^[A-Za-z0-9_-]{1,128}$/;

/** Whether `text` may be the id of an event, a delivery or an endpoint. */
export function isKayleId(text: string): boolean {
  return KAYLE_ID.test(text);
}
