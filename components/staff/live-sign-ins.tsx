"use client";

import { useNow } from "@/components/providers/clock-provider";
import { usePreferences } from "@/components/providers/preferences-provider";
import type { StaffSignIn } from "@/lib/contracts/staff";
import { formatRelative } from "@/lib/domain/duration";
import { formatDateTime } from "@/lib/domain/time";

const MINUTE_MS = 60_000;
const METHODS = { password: "by password", company: "by the company’s sign-in" };

/** Where somebody is signed in now: since when, how, and from which address. */
export function LiveSignIns({ signIns }: { signIns: readonly StaffSignIn[] }) {
  const now = useNow(MINUTE_MS);
  const { zone } = usePreferences();
  if (signIns.length === 0) return <p className="text-ink-soft text-sm">Not signed in now.</p>;
  return (
    <ul className="flex flex-col gap-2 text-sm tabular-nums">
      {signIns.map((signIn) => (
        <li
          key={`${signIn.since} ${signIn.client}`}
          className="rounded-md bg-surface-sunken px-3 py-2"
        >
          Since <time dateTime={signIn.since}>{formatDateTime(signIn.since, zone)}</time>{" "}
          {METHODS[signIn.method]}
          {signIn.isThis && ", this browser"}
          <span className="block wrap-anywhere text-ink-soft">
            From {signIn.client ?? "an address that was not kept"}, last seen{" "}
            {formatRelative(signIn.lastSeenAt, now)}
          </span>
        </li>
      ))}
    </ul>
  );
}
