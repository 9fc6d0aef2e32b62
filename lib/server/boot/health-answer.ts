import "server-only";

/** A health answer says one word: whoever asks is not signed in. */
export function toHealthAnswer(status: 200 | 503, word: string): Response {
  const headers = { "cache-control": "no-store", "x-content-type-options": "nosniff" };
  return Response.json({ status: word }, { status, headers });
}
