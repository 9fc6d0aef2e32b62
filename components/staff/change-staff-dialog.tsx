"use client";

import { Dialog } from "@base-ui/react/dialog";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Check } from "lucide-react";
import { useState } from "react";
import { SignedOutNotice } from "@/components/layout/signed-out-notice";
import { FailureNotice } from "@/components/sessions/failure-notice";
import { buttonClasses } from "@/components/ui/button";
import { DialogFrame } from "@/components/ui/dialog-frame";
import { Notice } from "@/components/ui/notice";
import {
  type ChangeStaffRequest,
  STAFF_NAME_CHARACTERS_MAX,
  type StaffMember,
} from "@/lib/contracts/staff";
import { changeStaffMutation, signStaffOutMutation } from "@/lib/queries/staff-queries";
import { LiveSignIns } from "./live-sign-ins";
import { MadePassword } from "./made-password";
import { RoleField, STAFF_FIELD } from "./role-field";
import { StaffAct } from "./staff-act";

/** All that can be changed of one account, each as one step of its own. */
export function ChangeStaffDialog({
  person,
  onClose,
}: {
  /** Null while nobody is being changed. */
  person: StaffMember | null;
  onClose: () => void;
}) {
  return (
    <Dialog.Root open={person !== null} onOpenChange={(isShown) => !isShown && onClose()}>
      <DialogFrame>{person && <Changes key={person.id} person={person} />}</DialogFrame>
    </Dialog.Root>
  );
}

function Changes({ person }: { person: StaffMember }) {
  const client = useQueryClient();
  const change = useMutation(changeStaffMutation(client, person.id));
  const signOut = useMutation(signStaffOutMutation(client, person.id));
  const [role, setRole] = useState(person.role);
  const [newName, setNewName] = useState(person.name);
  const isBusy = change.isPending || signOut.isPending;
  const error = change.error?.error ?? signOut.error?.error ?? null;
  const password = change.data?.meta.password ?? null;
  const { locks, name } = person;

  function make(wanted: ChangeStaffRequest) {
    signOut.reset();
    change.mutate(wanted);
  }

  return (
    <>
      <Dialog.Title className="break-words font-semibold text-lg">{name}</Dialog.Title>
      <Dialog.Description className="break-all text-ink-soft">{person.email}</Dialog.Description>
      <div className="mt-4 flex flex-col gap-4">
        <SignedOutNotice />
        <FailureNotice error={error} />
        {password && <MadePassword password={password} name={name} />}
        {!password && (change.isSuccess || signOut.isSuccess) && (
          <Notice tone="success" icon={Check} live="polite">
            Done. It counts everywhere within ten seconds.
          </Notice>
        )}
        <StaffAct
          label="Save name"
          lock={locks.name}
          isOff={isBusy || newName.trim() === "" || newName.trim() === name}
          onAct={() => make({ name: newName.trim() })}
        >
          <label className="flex flex-col gap-1 font-medium text-sm">
            Name
            <input
              value={newName}
              maxLength={STAFF_NAME_CHARACTERS_MAX}
              disabled={locks.name !== null}
              onChange={({ target }) => setNewName(target.value)}
              autoComplete="off"
              className={STAFF_FIELD}
            />
          </label>
        </StaffAct>
        <StaffAct
          label="Save role"
          lock={locks.role}
          isOff={isBusy || role === person.role}
          onAct={() => make({ role })}
        >
          <RoleField value={role} onChange={setRole} disabled={locks.role !== null} />
        </StaffAct>
        <StaffAct
          label="End all sign-ins"
          lock={null}
          isOff={isBusy || person.signIns.length === 0}
          onAct={() => {
            change.reset();
            signOut.mutate();
          }}
        >
          <h3 className="mb-1 font-medium text-sm">Live sign-ins</h3>
          <LiveSignIns signIns={person.signIns} />
        </StaffAct>
        <StaffAct
          label="Make a new password"
          lock={locks.password}
          isOff={isBusy}
          onAct={() => make({ newPassword: true })}
        >
          <h3 className="font-medium text-sm">Password</h3>
          <p className="text-ink-soft text-sm">A new one ends all sign-ins of the old one.</p>
        </StaffAct>
        <StaffAct
          label={person.closedAt === null ? "Close the account" : "Open the account again"}
          lock={person.closedAt === null ? locks.close : null}
          isDanger={person.closedAt === null}
          isOff={isBusy}
          onAct={() => make({ disabled: person.closedAt === null })}
        >
          <h3 className="font-medium text-sm">Account</h3>
          <p className="text-ink-soft text-sm">
            {person.closedAt === null
              ? "Closing it ends all sign-ins. The name stays in the log and here."
              : "It is closed. Nobody can sign in with it."}
          </p>
        </StaffAct>
      </div>
      <div className="mt-5 flex justify-end">
        <Dialog.Close className={buttonClasses("secondary")}>Close this window</Dialog.Close>
      </div>
    </>
  );
}
