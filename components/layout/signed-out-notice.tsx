"use client";

import { UserX } from "lucide-react";
import { useSyncExternalStore } from "react";
import { buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { describeSignInEnd } from "@/lib/domain/sign-in-end";
import { onSignedOutChange, readSignedOut } from "@/lib/queries/signed-out";
import { routes } from "@/lib/routes";
import { useHere } from "./use-here";

/**
 * Says that the page's sign-in has ended, why, and the way back to this very place; nothing while it
 * has not. It takes nothing off the page: what was typed stays, and is there again afterwards.
 */
export function SignedOutNotice({ className }: { className?: string }) {
  const signedOut = useSyncExternalStore(onSignedOutChange, readSignedOut, () => null);
  const here = useHere();
  if (!signedOut) return null;
  const isOther = signedOut.reason === "other_person";
  return (
    <Notice tone="warning" icon={UserX} live="assertive" className={className ?? ""}>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <p className="font-medium">{describeSignInEnd(signedOut.reason)}</p>
          <p>
            {isOther
              ? "Nothing was sent. This page was opened by the person before, so it is read anew."
              : "Nothing was sent. What you typed is kept in this tab until you are back."}
          </p>
        </div>
        {/* A page read anew, so that nothing of the ended sign-in is left in its memory. */}
        <a href={isOther ? here : routes.signIn(here)} className={buttonClasses("secondary")}>
          {isOther ? "Read this page anew" : "Sign in again"}
        </a>
      </div>
    </Notice>
  );
}

/** The same at the lower edge of the window, in the page's flow: it lies over nothing at its end. */
export function SignedOutBar() {
  return (
    <div className="sticky bottom-3 z-30 mt-4 print:hidden">
      <SignedOutNotice className="border border-line shadow-lg" />
    </div>
  );
}
