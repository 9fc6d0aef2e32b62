"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { type FormEvent, useState } from "react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { useDraft } from "@/components/providers/draft-provider";
import { FailureNotice } from "@/components/sessions/failure-notice";
import { Button, buttonClasses } from "@/components/ui/button";
import { DialogFrame } from "@/components/ui/dialog-frame";
import { STAFF_NAME_CHARACTERS_MAX } from "@/lib/contracts/staff";
import type { StaffRole } from "@/lib/domain/roles";
import { addStaffMutation } from "@/lib/queries/staff-queries";
import { MadePassword } from "./made-password";
import { RoleField, STAFF_FIELD } from "./role-field";

/** Adds an account; the desk makes up its password and shows it once. */
export function AddStaffDialog() {
  const [isShown, setIsShown] = useState(false);
  const { text: name, setText: setName, clear: clearName } = useDraft("add staff name");
  const { text: email, setText: setEmail, clear: clearEmail } = useDraft("add staff email");
  const [role, setRole] = useState<StaffRole>("agent");
  const add = useMutation(addStaffMutation(useQueryClient()));
  const password = add.data?.meta.password ?? null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!add.isPending) add.mutate({ name: name.trim(), email: email.trim(), role });
  }

  function show(next: boolean) {
    setIsShown(next);
    // The password goes with the dialog, and a new one begins empty.
    if (add.isSuccess) {
      clearName();
      clearEmail();
    }
    add.reset();
  }

  return (
    <Dialog.Root open={isShown} onOpenChange={show}>
      <Dialog.Trigger className={buttonClasses("primary")}>
        <UserPlus aria-hidden className="size-4" /> Add somebody
      </Dialog.Trigger>
      <DialogFrame>
        <Dialog.Title className="font-semibold text-lg">
          {add.isSuccess ? `${name} may sign in` : "Add somebody"}
        </Dialog.Title>
        {add.isSuccess ? (
          <div className="mt-4 flex flex-col gap-4">
            {password && <MadePassword password={password} name={name} />}
            <div className="flex justify-end">
              <Dialog.Close className={buttonClasses("primary")}>Done</Dialog.Close>
            </div>
          </div>
        ) : (
          <form onSubmit={submit} className="mt-4 flex flex-col gap-4">
            <label className="flex flex-col gap-1 font-medium text-sm">
              Name
              <input
                required
                maxLength={STAFF_NAME_CHARACTERS_MAX}
                value={name}
                onChange={({ target }) => setName(target.value)}
                autoComplete="off"
                className={STAFF_FIELD}
              />
            </label>
            <label className="flex flex-col gap-1 font-medium text-sm">
              Email
              <input
                required
                type="email"
                maxLength={254}
                value={email}
                onChange={({ target }) => setEmail(target.value)}
                autoComplete="off"
                className={STAFF_FIELD}
              />
            </label>
            <RoleField value={role} onChange={setRole} />
            <p className="text-ink-soft text-sm">
              The desk makes up a password and shows it to you once.
            </p>
            <SignedOutNotice />
            <FailureNotice error={add.error?.error} />
            <div className="flex flex-wrap justify-end gap-2">
              <Dialog.Close className={buttonClasses("secondary")}>Not now</Dialog.Close>
              <Button type="submit" variant="primary" disabled={add.isPending}>
                {add.isPending ? "Adding…" : "Add"}
              </Button>
            </div>
          </form>
        )}
      </DialogFrame>
    </Dialog.Root>
  );
}
