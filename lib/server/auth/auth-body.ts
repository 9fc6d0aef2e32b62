import "server-only";

const BODY_BYTES_MAX = 16_384;

/** All that a sign-in or sign-out may carry; whatever else is sent is not looked at. */
export type AuthBody = {
  csrfToken: string;
  callbackUrl: string;
  email: string;
  password: string;
};

/**
 * Reads a JSON body. Whatever is missing or is not text becomes empty. Null when the body is larger
 * than any sign-in.
 */
export async function findAuthBody(request: Request): Promise<AuthBody | null> {
  const text = await findText(request);
  if (text === null) return null;
  const fields = parseJson(text);
  return {
    csrfToken: toText(fields["csrfToken"]),
    callbackUrl: toText(fields["callbackUrl"]),
    email: toText(fields["email"]),
    password: toText(fields["password"]),
  };
}

/** The fields of a form; null when the body is larger than any, or no form. */
export async function findFormFields(request: Request): Promise<Record<string, string> | null> {
  const type = request.headers.get("content-type") ?? "";
  if (!type.startsWith("application/x-www-form-urlencoded")) return null;
  const text = await findText(request);
  return text === null ? null : parseForm(text);
}

function parseForm(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The body as text, read only as far as it may be long. */
async function findText(request: Request): Promise<string | null> {
  const decoder = new TextDecoder();
  const reader = request.body?.getReader();
  let text = "";
  let bytes = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    bytes += part.value.byteLength;
    if (bytes > BODY_BYTES_MAX) {
      await reader?.cancel();
      return null;
    }
    text += decoder.decode(part.value, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === "object" ? { ...value } : {};
  } catch {
    return {};
  }
}

function toText(value: unknown): string {
  return typeof value === "string" ? value : "";
}
