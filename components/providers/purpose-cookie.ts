import { PURPOSE_COOKIE } from "@/lib/domain/purpose";

/** Until the browser ends; sent to the desk alone. `null` takes it back. */
export function writePurposeCookie(purpose: string | null): void {
  const value = encodeURIComponent(purpose ?? "");
  const end = purpose === null ? "; max-age=0" : "";
  const secure = window.location.protocol === "https:" ? "; secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser that staff use.
  document.cookie = `${PURPOSE_COOKIE}=${value}; path=/; samesite=lax${secure}${end}`;
}
