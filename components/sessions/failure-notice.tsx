import { CircleAlert } from "lucide-react";
import { Notice } from "@/components/ui/notice";
import type { ApiError } from "@/lib/contracts/api";
import { ErrorWords } from "./error-words";

/** Why a request failed; nothing for one that met the end of the sign-in, which has words of its own. */
export function FailureNotice({
  error,
  className = "",
}: {
  error: ApiError | null | undefined;
  className?: string;
}) {
  if (!error || error.code === "UNAUTHENTICATED") return null;
  return (
    <Notice tone="danger" icon={CircleAlert} live="assertive" className={className}>
      <ErrorWords error={error} />
    </Notice>
  );
}
