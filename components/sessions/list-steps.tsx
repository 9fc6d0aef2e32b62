"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { useSingleKeys } from "@/components/providers/use-single-keys";
import { Button, buttonClasses } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { formatCount } from "./list-words";
import { type OpenedList, readOpenedListOn, useOpenedList } from "./opened-list";

/** Rows before the last one read at which the list is read on, so that a step never waits for it. */
const END_NEAR_ROWS = 10;

/** The session that a key is leading to, until its page arrives; a way that leads nowhere is given up. */
let heading: { id: string; atMs: number } | null = null;
const GIVEN_UP_AFTER_MS = 5_000;

/**
 * To the sessions before and after, in the list as it was when this one was opened from it. They take
 * each other's place in the history, so that one Back leads to the list. Absent where there is no list.
 */
export function ListSteps({ id }: { id: string }) {
  const router = useRouter();
  const list = useOpenedList(id);
  const place = list?.ids.indexOf(id) ?? -1;
  const previous = list?.ids[place - 1];
  const next = list?.ids[place + 1];
  const hasRest = Boolean(list?.rest);
  const isEndNear = list !== null && place >= list.ids.length - END_NEAR_ROWS;
  useSingleKeys({ k: () => step(-1), j: () => step(1) });

  useEffect(() => {
    if (hasRest && isEndNear) readOn();
  }, [hasRest, isEndNear]);

  // A page on the way may arrive although keys have led on meanwhile.
  useEffect(() => {
    if (heading?.id === id) heading = null;
  }, [id]);

  /** Pressed faster than pages arrive, the keys count on from where they lead, not from what is shown. */
  function step(by: 1 | -1) {
    const isOnTheWay = heading !== null && performance.now() - heading.atMs < GIVEN_UP_AFTER_MS;
    const from = list?.ids.indexOf(isOnTheWay && heading ? heading.id : id) ?? -1;
    const to = from < 0 ? undefined : list?.ids[from + by];
    if (to === undefined) return readOn();
    heading = { id: to, atMs: performance.now() };
    router.replace(routes.session(to));
  }

  if (!list) return null;
  return (
    <>
      <p className="flex items-center text-ink-faint text-sm tabular-nums">
        {formatCount(place + 1)} of {describeTotal(list)}
      </p>
      <Step to={previous} shortcut="k">
        Previous
      </Step>
      {next === undefined && hasRest ? (
        // What follows could not be read yet; another try is the person's to make.
        <Button onClick={readOn}>Read on</Button>
      ) : (
        <Step to={next} shortcut="j">
          Next
        </Step>
      )}
    </>
  );
}

function describeTotal({ ids, rest, total, totalIsExact }: OpenedList): string {
  if (!rest) return formatCount(ids.length);
  return totalIsExact ? formatCount(total) : `${formatCount(total)}+`;
}

function readOn(): void {
  readOpenedListOn().catch(() => undefined);
}

function Step({
  to,
  shortcut,
  children,
}: {
  to: string | undefined;
  shortcut: string;
  children: string;
}) {
  if (to === undefined) {
    return (
      <span aria-disabled className={buttonClasses("secondary", "opacity-60")}>
        {children}
      </span>
    );
  }
  return (
    <Link
      replace
      prefetch={false}
      href={routes.session(to)}
      aria-keyshortcuts={shortcut}
      className={buttonClasses("secondary")}
    >
      {children}
    </Link>
  );
}
