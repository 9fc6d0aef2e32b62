"use client";

import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import type { ApiError } from "@/lib/contracts/api";
import { toApiError } from "@/lib/queries/api-client";
import { postLookup } from "@/lib/queries/lookup-queries";

/**
 * Opens pasted sessions once the access log has them. Where it has not, nothing opens and `fault` says
 * why; a person whose sign-in has ended goes on, as the page itself sends them to sign in.
 */
export function useOpenPasted() {
  const router = useRouter();
  const [isOpening, startOpening] = useTransition();
  const [fault, setFault] = useState<ApiError | null>(null);

  function open(ids: readonly string[], href: string, onOpened: () => void) {
    startOpening(async () => {
      const error = await postLookup(ids).then(() => null, toApiError);
      const isRefused = error !== null && error.code !== "UNAUTHENTICATED";
      startOpening(() => {
        setFault(isRefused ? error : null);
        if (isRefused) return;
        onOpened();
        router.push(href);
      });
    });
  }

  return { open, isOpening, fault, clearFault: () => setFault(null) };
}
