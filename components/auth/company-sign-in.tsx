"use client";

import { useState } from "react";
import { HydrationGate } from "@/components/ui/hydration-gate";
import { CompanyButton } from "./company-button";

type Props = { name: string; returnTo: string; initialMessage: string | null };

/** The sign-in page's content where there are no passwords. */
export function CompanySignIn({ name, returnTo, initialMessage }: Props) {
  const [message, setMessage] = useState(initialMessage);
  return (
    <div className="flex flex-col gap-4">
      {/* The room for two lines is always there, so that a message moves nothing. */}
      <p role="alert" className="min-h-10 text-danger text-sm">
        {message}
      </p>
      <HydrationGate>
        <CompanyButton name={name} returnTo={returnTo} onFault={setMessage} />
      </HydrationGate>
    </div>
  );
}
