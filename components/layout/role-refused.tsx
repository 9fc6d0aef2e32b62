import { Lock } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Problem } from "@/components/sessions/problem";
import { buttonClasses } from "@/components/ui/button";
import { routes } from "@/lib/routes";

/** A page that the person's role may not see: whose it is, and whom to ask. */
export function RoleRefused({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Problem
      icon={Lock}
      blame="Your role"
      title={title}
      actions={
        <Link href={routes.sessions()} className={buttonClasses("primary")}>
          Go to the sessions
        </Link>
      }
    >
      {children}
      <p className="text-ink-faint text-sm">That you tried is in the log as well.</p>
    </Problem>
  );
}
