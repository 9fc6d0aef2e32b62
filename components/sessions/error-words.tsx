import type { ApiError } from "@/lib/contracts/api";

/** An error for a person: what happened, what to do, and the id to quote. */
export function ErrorWords({ error }: { error: ApiError }) {
  return (
    <>
      <p className="font-medium">{error.message}</p>
      <p>{error.hint}</p>
      {error.requestId && (
        <p className="mt-1 text-xs">
          <span className="font-mono">{error.code}</span> · request{" "}
          <span className="break-all font-mono">{error.requestId}</span>
        </p>
      )}
    </>
  );
}
