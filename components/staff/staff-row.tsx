"use client";

import { Ban, Building2, FlaskConical } from "lucide-react";
import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import type { StaffMember } from "@/lib/contracts/staff";
import { formatRelative } from "@/lib/domain/duration";
import { formatDateTime } from "@/lib/domain/time";

const MINUTE_MS = 60_000;

/** One account: who, what they may, whether it is open, and when they were last here. */
export function StaffRow({ person, onChange }: { person: StaffMember; onChange: () => void }) {
  const isClosed = person.closedAt !== null;
  return (
    <li className="grid gap-x-4 gap-y-1 px-4 py-3 md:grid-cols-[minmax(0,2fr)_minmax(0,1.5fr)_minmax(0,1.5fr)_auto] md:items-center">
      <div className="min-w-0">
        <h2 className={classes("break-words font-medium", isClosed && "text-ink-soft")}>
          {person.name}
          {person.isSelf && <span className="font-normal text-ink-soft"> (you)</span>}
        </h2>
        <p className="break-all text-ink-soft text-sm">{person.email}</p>
      </div>
      <p className="flex flex-wrap items-center gap-1.5">
        <span className="mr-1 inline-block first-letter:uppercase">{person.role}</span>
        <Marks person={person} />
      </p>
      <LastSeen person={person} />
      <div className="mt-1 md:mt-0 md:text-right">
        <Button onClick={onChange}>
          Change <span className="sr-only">{person.name}</span>
        </Button>
      </div>
    </li>
  );
}

function Marks({ person: { closedAt, kind } }: { person: StaffMember }) {
  return (
    <>
      {closedAt !== null && (
        <Badge tone="danger" icon={<Ban aria-hidden className="size-3.5" />}>
          Closed
        </Badge>
      )}
      {kind === "company" && (
        <Badge tone="neutral" icon={<Building2 aria-hidden className="size-3.5" />}>
          Company sign-in
        </Badge>
      )}
      {kind === "demo" && (
        <Badge tone="neutral" icon={<FlaskConical aria-hidden className="size-3.5" />}>
          Demo
        </Badge>
      )}
    </>
  );
}

function LastSeen({ person: { lastSeenAt, signIns } }: { person: StaffMember }) {
  const now = useNow(MINUTE_MS);
  const { zone } = usePreferences();
  const count = signIns.length;
  return (
    <p className="text-sm tabular-nums">
      {lastSeenAt === null ? (
        "Never signed in"
      ) : (
        <>
          Last seen{" "}
          <time dateTime={lastSeenAt} title={formatDateTime(lastSeenAt, zone)}>
            {formatRelative(lastSeenAt, now)}
          </time>
        </>
      )}
      <span className="block text-ink-soft">
        {count === 0
          ? "Not signed in now"
          : `${count} live ${count === 1 ? "sign-in" : "sign-ins"}`}
      </span>
    </p>
  );
}
