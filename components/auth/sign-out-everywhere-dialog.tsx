"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useMutation } from "@tanstack/react-query";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { FailureNotice } from "@/components/sessions/failure-notice";
import { Button, buttonClasses } from "@/components/ui/button";
import { DialogFrame } from "@/components/ui/dialog-frame";
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
      <DialogFrame>
        <AlertDialog.Title className="font-semibold text-lg">
          Sign out everywhere?
        </AlertDialog.Title>
        <AlertDialog.Description className="mt-1.5 text-ink-soft">
          You are signed out here and in every other browser, within ten seconds. What you typed and
          did not send is lost.
        </AlertDialog.Description>
        <SignedOutNotice className="mt-3" />
        <FailureNotice error={end.error?.error} className="mt-3" />
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <AlertDialog.Close className={buttonClasses("secondary")}>
            Stay signed in
          </AlertDialog.Close>
          <Button
            variant="danger"
            disabled={end.isPending}
            onClick={() => end.mutate(undefined, { onSuccess: ({ data }) => leaveDesk(data.url) })}
          >
            {end.isPending ? "Signing out…" : "Sign out everywhere"}
          </Button>
        </div>
      </DialogFrame>
    </AlertDialog.Root>
  );
}
