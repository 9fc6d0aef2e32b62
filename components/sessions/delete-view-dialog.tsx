"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { Button, buttonClasses } from "@/components/ui/button";
import { DialogFrame } from "@/components/ui/dialog-frame";
import type { SavedView } from "@/lib/contracts/views";
import { deleteViewMutation } from "@/lib/queries/view-queries";
import { FailureNotice } from "./failure-notice";

/** Takes a saved view away. The list stays: its search is in the address. */
export function DeleteViewDialog({ view }: { view: SavedView }) {
  const remove = useMutation(deleteViewMutation(useQueryClient()));
  return (
    <AlertDialog.Root onOpenChange={() => remove.reset()}>
      <AlertDialog.Trigger className={buttonClasses("secondary", "min-h-10")}>
        Delete view
      </AlertDialog.Trigger>
      <DialogFrame>
        <AlertDialog.Title className="font-semibold text-lg">
          Delete the view “{view.name}”?
        </AlertDialog.Title>
        <AlertDialog.Description className="mt-1.5 text-ink-soft">
          {view.scope === "team"
            ? "It goes for the whole team. Links to its search go on working."
            : "Links to its search go on working."}
        </AlertDialog.Description>
        <SignedOutNotice className="mt-3" />
        <FailureNotice error={remove.error?.error} className="mt-3" />
        <div className="mt-4 flex flex-wrap justify-end gap-2">
          <AlertDialog.Close className={buttonClasses("secondary")}>Keep it</AlertDialog.Close>
          <Button
            variant="danger"
            disabled={remove.isPending}
            onClick={() => remove.mutate(view.id)}
          >
            {remove.isPending ? "Deleting…" : "Delete"}
          </Button>
        </div>
      </DialogFrame>
    </AlertDialog.Root>
  );
}
