"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useMutation } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { ErrorWords } from "@/components/sessions/error-words";
import { Button, buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { signOutEverywhereMutation } from "@/lib/queries/staff-queries";
import { leaveDesk } from "./sign-out";

/** Asks once before every sign-in of the person ends, on this computer and on all others. */
export function SignOutEverywhereDialog({
  isShown,
  onShownChange,
}: {
  isShown: boolean;
  onShownChange: (isShown: boolean) => void;
}) {
  const end = useMutation(signOutEverywhereMutation());
  return (
    <AlertDialog.Root
      open={isShown}
      onOpenChange={(next) => {
        onShownChange(next);
        end.reset();
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg border border-line bg-surface p-5 shadow-xl">
          <AlertDialog.Title className="font-semibold text-lg">
            Sign out everywhere?
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-ink-soft">
            You are signed out here and in every other browser, within ten seconds. What you typed
            and did not send is lost.
          </AlertDialog.Description>
          {end.error && (
            <Notice tone="danger" icon={CircleAlert} live="assertive" className="mt-3">
              <ErrorWords error={end.error.error} />
            </Notice>
          )}
          <div className="mt-4 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className={buttonClasses("secondary")}>
              Stay signed in
            </AlertDialog.Close>
            <Button
              variant="danger"
              disabled={end.isPending}
              onClick={() => end.mutate(undefined, { onSuccess: () => leaveDesk() })}
            >
              {end.isPending ? "Signing out…" : "Sign out everywhere"}
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
