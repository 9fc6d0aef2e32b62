"use client";

import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";

/**
 * The desk's clock: the server's time, carried on by the browser. An agent's own clock may be minutes
 * off, and "4 minutes left" must not be.
 */
type DeskClock = {
  /** The first paint's time, then the running one: the browser must first repeat what the server painted. */
  readFirst: () => Date;
  read: () => Date;
};

const Context = createContext<DeskClock | null>(null);

export function ClockProvider({
  serverNow,
  children,
}: {
  /** When the server rendered this page; ISO 8601. */
  serverNow: string;
  children: ReactNode;
}) {
  const offsetMs = useRef<number | null>(null);
  const clock = useMemo<DeskClock>(() => {
    const read = () => new Date(Date.now() + (offsetMs.current ?? 0));
    return {
      read,
      readFirst: () => (offsetMs.current === null ? new Date(serverNow) : read()),
    };
  }, [serverNow]);
  useEffect(() => {
    offsetMs.current = toOffsetMs(serverNow);
  }, [serverNow]);
  return <Context value={clock}>{children}</Context>;
}

const WIRE_TOLERANCE_MS = 5_000;

/** Offsets that loading the page explains are no offset at all. */
function toOffsetMs(serverNow: string): number {
  const offset = Date.parse(serverNow) - Date.now();
  return Math.abs(offset) < WIRE_TOLERANCE_MS ? 0 : offset;
}

/** Gives the desk's time whenever it is called; for what happens, not for what is painted. */
export function useReadNow(): () => Date {
  return useDeskClock().read;
}

/**
 * The time now, read again every `intervalMs`. The first value is the server's, so that what the
 * server painted and what the browser takes over are the same text.
 */
export function useNow(intervalMs = 1_000): Date {
  const clock = useDeskClock();
  const [now, setNow] = useState(clock.readFirst);
  useEffect(() => {
    const tick = () => setNow(clock.read());
    tick();
    const timer = setInterval(tick, intervalMs);
    return () => clearInterval(timer);
  }, [clock, intervalMs]);
  return now;
}

function useDeskClock(): DeskClock {
  const clock = useContext(Context);
  if (!clock) throw new Error("The desk's clock needs a ClockProvider above it");
  return clock;
}
