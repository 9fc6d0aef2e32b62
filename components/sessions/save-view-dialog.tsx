"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { useDraft } from "@/components/providers/draft-provider";
import { Button, buttonClasses } from "@/components/ui/button";
import { DialogFrame } from "@/components/ui/dialog-frame";
import { VIEW_NAME_LENGTH_MAX, type ViewScope } from "@/lib/domain/saved-views";
import { createViewMutation } from "@/lib/queries/view-queries";
import { FailureNotice } from "./failure-notice";
import { ViewScopeField } from "./view-scope-field";

/** Keeps the search that is shown under a name, for oneself or for everybody. */
export function SaveViewDialog({ q, canSaveForTeam }: { q: string; canSaveForTeam: boolean }) {
  const [isShown, setIsShown] = useState(false);
  const { text: name, setText: setName, clear } = useDraft("save view");
  const [scope, setScope] = useState<ViewScope>("personal");
  const save = useMutation(createViewMutation(useQueryClient()));

  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim() === "" || save.isPending) return;
    save.mutate(
      { name: name.trim(), q, scope },
      {
        onSuccess: () => {
          setIsShown(false);
          clear();
        },
      },
    );
  }

  return (
    <Dialog.Root
      open={isShown}
      onOpenChange={(next) => {
        setIsShown(next);
        if (next) save.reset();
      }}
    >
      <Dialog.Trigger className={buttonClasses("secondary", "min-h-10")}>Save view</Dialog.Trigger>
      <DialogFrame>
        <Dialog.Title className="font-semibold text-lg">Save this view</Dialog.Title>
        <Dialog.Description className="mt-1.5 text-ink-soft">
          It keeps the search <code className="break-all font-mono text-sm">{q}</code>, not what it
          finds today.
        </Dialog.Description>
        <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
          <label className="flex flex-col gap-1 font-medium text-sm">
            Name
            <input
              required
              maxLength={VIEW_NAME_LENGTH_MAX}
              value={name}
              onChange={({ target }) => setName(target.value)}
              className="min-h-9 rounded-md border border-line-strong bg-surface px-3 font-normal text-base"
            />
          </label>
          {canSaveForTeam && <ViewScopeField scope={scope} onScope={setScope} />}
          <SignedOutNotice />
          <FailureNotice error={save.error?.error} />
          <div className="flex flex-wrap justify-end gap-2">
            <Dialog.Close className={buttonClasses("secondary")}>Not now</Dialog.Close>
            <Button type="submit" variant="primary" disabled={name.trim() === "" || save.isPending}>
              {save.isPending ? "Saving…" : "Save"}
            </Button>
          </div>
        </form>
      </DialogFrame>
    </Dialog.Root>
  );
}
