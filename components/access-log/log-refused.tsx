"use client";

import { ShieldX } from "lucide-react";
import Link from "next/link";
import { Problem } from "@/components/sessions/problem";
import { buttonClasses } from "@/components/ui/button";
import type { StaffRole } from "@/lib/domain/roles";
import { routes } from "@/lib/routes";

/** For those who may not read the log: what they may see instead, and whom to ask. */
export function LogRefused({ role }: { role: StaffRole }) {
  return (
    <Problem
      icon={ShieldX}
      blame="Your role"
      title="Your role may not read the access log."
      actions={
        <Link href={routes.sessions()} className={buttonClasses("primary")}>
          Go to the sessions
        </Link>
      }
    >
      <p>
        You are signed in as {role}; the log is open to leads and admins. Ask one of them if you
        need to know who did something.
      </p>
      <p>Who looked at one session stands on its page, for everybody.</p>
      <p className="text-ink-faint text-sm">That you tried is in the log as well.</p>
    </Problem>
  );
}
