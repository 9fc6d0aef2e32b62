import { createServer } from "node:http";

/**
 * A Kayle that costs next to nothing, in a process of its own: one session for each id, and empty
 * lists for the sync. Its link holds a token, which the desk has to take out.
 */
const AT = "2026-11-23T05:05:42.020Z";
const CLAIMS = ["family_name", "given_names", "date_of_birth", "document_number", "age_over_18"];
const shareFields = Object.fromEntries(
  CLAIMS.map((key) => [key, { required: true, reason: "For the contract", source: "rc" }]),
);
const EMPTY_PAGE = {
  data: [],
  error: null,
  pagination: { limit: 100, has_more: false, next_cursor: null },
};
const NO_SESSIONS = { total: 0, active: 0, success: 0, failure: 0, expired: 0, cancelled: 0 };

function toSession(id: string) {
  return {
    id,
    status: "succeeded",
    failure_code: null,
    nfc_tries_used: 1,
    liveness_tries_used: 0,
    contract_version: 1,
    share_fields: shareFields,
    redirect_url: `https://shop.example/back?order=${id.slice(-6)}`,
    webhook_endpoint_id: null,
    verification_url: `https://verify.kayle.id/${id}?cancel_token=ct_${id.slice(3, 35)}`,
    expires_at: "2026-11-23T06:05:42.020Z",
    completed_at: AT,
    created_at: AT,
    updated_at: AT,
  };
}

function toAnswer(url: string): unknown {
  const [, id] = /^\/v1\/sessions\/(vs_[A-Za-z0-9]{64})$/.exec(url) ?? [];
  if (id) return { data: toSession(id), error: null };
  if (url.startsWith("/v1/analytics/")) return { data: { summary: NO_SESSIONS }, error: null };
  return EMPTY_PAGE;
}

createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const body = JSON.stringify(toAnswer(request.url ?? ""));
  response
    .writeHead(200, {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    })
    .end(body);
}).listen(Number(process.env["KAYLE_PORT"]), "127.0.0.1");
