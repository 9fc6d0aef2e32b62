import { FileQuestion } from "lucide-react";
import Link from "next/link";
import { Problem } from "@/components/sessions/problem";
import { buttonClasses } from "@/components/ui/button";
import { routes } from "@/lib/routes";

export default function NotFound() {
  return (
    <Problem
      icon={FileQuestion}
      blame="No such page"
      title="The desk has no page at this address."
      actions={
        <Link prefetch={false} href={routes.home()} className={buttonClasses("primary")}>
          Go to the sessions
        </Link>
      }
    >
      <p>The link may be cut off or mistyped. A session’s page is found by pasting its id.</p>
    </Problem>
  );
}
