import { KeyRound } from "lucide-react";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";

/** A password that the desk made up. It is in this answer alone: no page can show it again. */
export function MadePassword({ password, name }: { password: string; name: string }) {
  return (
    <Notice tone="success" icon={KeyRound} live="polite">
      <p className="font-medium">The password for {name}, shown only now:</p>
      <p className="my-1.5 flex flex-wrap items-center gap-2">
        <code className="break-all font-mono text-base text-ink">{password}</code>
        <CopyButton text={password} label="Copy password" />
      </p>
      <p>Give it to {name} yourself. The desk keeps no copy that can be read.</p>
    </Notice>
  );
}
