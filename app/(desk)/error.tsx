"use client";

import { Plug } from "lucide-react";
import { Problem } from "@/components/sessions/problem";
import { Button } from "@/components/ui/button";

/** A page of the desk failed to render. The message of the error stays on the server. */
export default function DeskError({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <Problem
      icon={Plug}
      blame="On the desk’s side"
      title="The desk could not show this page."
      actions={
        <Button variant="primary" onClick={reset}>
          Try again
        </Button>
      }
    >
      <p>Nothing was changed. If it happens again, give this to whoever runs the desk.</p>
      {error.digest && <p className="font-mono text-sm">{error.digest}</p>}
    </Problem>
  );
}
