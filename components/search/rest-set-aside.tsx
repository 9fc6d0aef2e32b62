import { Info } from "lucide-react";
import { Notice } from "@/components/ui/notice";

/** That a whole id in the search is looked for alone, so that no filter can hide its session. */
export function RestSetAside() {
  return (
    <Notice tone="info" icon={Info} live="polite" className="mt-2">
      The search holds a whole session id, so that session alone is looked for. Everything else in
      it is set aside.
    </Notice>
  );
}
