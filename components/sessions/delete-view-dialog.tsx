"use client";

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { Button, buttonClasses } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { SavedView } from "@/lib/contracts/views";
import { deleteViewMutation } from "@/lib/queries/view-queries";
import { ErrorWords } from "./error-words";

/** Takes a saved view away. The list stays: its search is in the address. */
export function DeleteViewDialog({ view }: { view: SavedView }) {
  const remove = useMutation(deleteViewMutation(useQueryClient()));
  return (
    <AlertDialog.Root onOpenChange={() => remove.reset()}>
      <AlertDialog.Trigger className={buttonClasses("secondary", "min-h-10")}>
        Delete view
      </AlertDialog.Trigger>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-lg border border-line bg-surface p-5 shadow-xl">
          <AlertDialog.Title className="font-semibold text-lg">
            Delete the view “{view.name}”?
          </AlertDialog.Title>
          <AlertDialog.Description className="mt-1.5 text-ink-soft">
            {view.scope === "team"
              ? "It goes for the whole team. Links to its search go on working."
              : "Links to its search go on working."}
          </AlertDialog.Description>
          <SignedOutNotice className="mt-3" />
          {remove.error && remove.error.error.code !== "UNAUTHENTICATED" && (
            <Notice tone="danger" icon={CircleAlert} live="assertive" className="mt-3">
              <ErrorWords error={remove.error.error} />
            </Notice>
          )}
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
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
