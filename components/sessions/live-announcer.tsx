"use client";

import { useEffect, useRef, useState } from "react";
import type { SessionRecord } from "@/lib/domain/session";
import { type ChangeTeller, createChangeTeller } from "./change-teller";

/** Tells a screen reader what changes on the page, politely and not too often. Nobody sees it. */
export function LiveAnnouncer({ session }: { session: SessionRecord }) {
  const [words, setWords] = useState("");
  const teller = useRef<ChangeTeller | null>(null);

  useEffect(() => {
    teller.current ??= createChangeTeller(session, setWords);
    teller.current.show(session);
  }, [session]);
  useEffect(() => {
    return () => {
      teller.current?.stop();
      teller.current = null;
    };
  }, []);

  return (
    <p role="status" aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}
