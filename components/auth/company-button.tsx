"use client";

import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { postCompanySignIn } from "./post-sign-in";
import { describeSignInError, UNREACHABLE_WORDS } from "./sign-in-words";
import { withHash } from "./with-hash";

type Props = {
  /** What the company's sign-in is called. */
  name: string;
  /** A safe path of the desk to come back to; the fragment is added from the address bar. */
  returnTo: string;
  onFault: (words: string | null) => void;
};

/**
 * Leaves for the company's sign-in. The desk says where that is and the page goes there by itself:
 * a form that ended elsewhere would be against the page's own policy.
 */
export function CompanyButton({ name, returnTo, onFault }: Props) {
  const [pending, setPending] = useState(false);
  useEffect(() => {
    // Back from the provider shows this page as it was left.
    const reopen = () => setPending(false);
    window.addEventListener("pageshow", reopen);
    return () => window.removeEventListener("pageshow", reopen);
  }, []);

  async function leave() {
    setPending(true);
    onFault(null);
    const fault = await findFault(withHash(returnTo, window.location.hash));
    if (fault === null) return;
    onFault(fault);
    setPending(false);
  }

  return (
    <Button
      variant="primary"
      disabled={pending}
      aria-busy={pending}
      onClick={leave}
      className="min-h-9 w-full whitespace-normal break-words"
    >
      Sign in with {name}
    </Button>
  );
}

/** Leaves; gives what to tell the person instead when that did not work. */
async function findFault(callbackUrl: string): Promise<string | null> {
  try {
    const answer = await postCompanySignIn({ callbackUrl });
    if (answer.error) return describeSignInError(answer.error, answer.retryAfterSeconds);
    window.location.assign(answer.url);
    return null;
  } catch {
    return UNREACHABLE_WORDS;
  }
}
