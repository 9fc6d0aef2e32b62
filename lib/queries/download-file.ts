import { errorResponseSchema } from "@/lib/contracts/api";
import { ApiClientError, toClientFault } from "./api-client-error";

export type DownloadedFile = {
  blob: Blob;
  name: string;
  /** Null where the desk counts rows only by writing them. */
  rows: number | null;
  /** Whether the file holds fewer rows than there are. */
  isCut: boolean;
};

/**
 * Reads a file of the desk as a whole before anything is saved: a refusal comes as words rather than
 * as a file, and one that breaks off is no file at all. @throws ApiClientError
 */
export async function downloadFile(path: string): Promise<DownloadedFile> {
  const response = await fetch(path, {
    credentials: "same-origin",
    cache: "no-store",
    redirect: "error",
  }).catch(() => {
    throw toClientFault("OFFLINE");
  });
  if (!response.ok) throw await toRefusal(response);
  const blob = await response.blob().catch(() => {
    throw toClientFault("OFFLINE");
  });
  const rows = response.headers.get("x-desk-rows");
  return {
    blob,
    name: toFileName(response.headers.get("content-disposition")),
    rows: rows === null ? null : Number(rows),
    isCut: response.headers.get("x-desk-cut") === "1",
  };
}

async function toRefusal(response: Response): Promise<ApiClientError> {
  const parsed = errorResponseSchema.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return toClientFault("UNREADABLE_ANSWER");
  return new ApiClientError(parsed.data.error, response.status);
}

function toFileName(disposition: string | null): string {
  return /filename="([\w.-]+)"/.exec(disposition ?? "")?.[1] ?? "export";
}
