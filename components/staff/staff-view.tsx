"use client";

import { useQuery } from "@tanstack/react-query";
import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { ErrorWords } from "@/components/sessions/error-words";
import { Notice } from "@/components/ui/notice";
import type { StaffListResponse } from "@/lib/contracts/staff";
import { staffQueryOptions } from "@/lib/queries/staff-queries";
import { AddStaffDialog } from "./add-staff-dialog";
import { ChangeStaffDialog } from "./change-staff-dialog";
import { StaffRow } from "./staff-row";

/** Everybody who may or might sign in, one row each; a row never goes. */
export function StaffView({ initial }: { initial: StaffListResponse }) {
  const { data, error } = useQuery({ ...staffQueryOptions(), initialData: initial });
  const [changedId, setChangedId] = useState<string | null>(null);
  const people = data.data;
  const open = people.filter(({ closedAt }) => closedAt === null).length;
  return (
    <article>
      <div className="mb-4 flex flex-wrap items-end justify-between gap-3">
        <div>
          <h1 className="font-semibold text-xl">Staff</h1>
          <p className="text-ink-soft">
            {open} {open === 1 ? "account" : "accounts"} open, {people.length - open} closed. Every
            change is in the access log.
          </p>
        </div>
        <AddStaffDialog />
      </div>
      {error && error.error.code !== "UNAUTHENTICATED" && (
        <Notice tone="danger" icon={CircleAlert} live="polite" className="mb-4">
          <ErrorWords error={error.error} />
        </Notice>
      )}
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {people.map((person) => (
          <StaffRow key={person.id} person={person} onChange={() => setChangedId(person.id)} />
        ))}
      </ul>
      <ChangeStaffDialog
        person={people.find(({ id }) => id === changedId) ?? null}
        onClose={() => setChangedId(null)}
      />
    </article>
  );
}
