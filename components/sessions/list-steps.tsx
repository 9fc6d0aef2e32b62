"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import { useSingleKeys } from "@/components/providers/use-single-keys";
import { buttonClasses } from "@/components/ui/button";
import { routes } from "@/lib/routes";
import { useOpenedList } from "./opened-list";

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
  const go = (to: string | undefined) => to && router.replace(routes.session(to));
  useSingleKeys({ k: () => go(previous), j: () => go(next) });
  if (!list) return null;
  return (
    <>
      <p className="flex items-center text-ink-faint text-sm tabular-nums">
        {place + 1} of {list.ids.length}
      </p>
      <Step to={previous} shortcut="k">
        Previous
      </Step>
      <Step to={next} shortcut="j">
        Next
      </Step>
    </>
  );
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
