"use client";

import { Menu } from "@base-ui/react/menu";
import { Check, LogOut, MonitorX, X } from "lucide-react";
import Link from "next/link";
import { type ReactNode, useRef, useState } from "react";
import { signOutOfDesk } from "@/components/auth/sign-out";
import { SignOutEverywhereDialog } from "@/components/auth/sign-out-everywhere-dialog";
import { usePreferences } from "@/components/providers/preferences-provider";
import { usePurpose } from "@/components/providers/purpose-provider";
import type { Preferences } from "@/lib/domain/preferences";
import type { StaffRole } from "@/lib/domain/roles";
import { toNavLinks } from "./nav-links";

const ITEM =
  "flex items-center gap-2 rounded px-2 py-1.5 text-sm outline-none data-highlighted:bg-surface-hover";

export function UserMenu({ name, email, role }: { name: string; email: string; role: StaffRole }) {
  const { preferences, setPreference } = usePreferences();
  const { takeBack } = usePurpose();
  function leave() {
    // Whoever signs in next at this browser works on something else.
    takeBack();
    void signOutOfDesk();
  }
  // Opened inside the header, so that the menu belongs to a landmark.
  const place = useRef<HTMLDivElement>(null);
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div ref={place}>
      <Menu.Root>
        <Menu.Trigger
          aria-label={`Your menu, signed in as ${name}`}
          className="flex size-8 items-center justify-center rounded-full bg-muted-soft font-medium text-ink text-xs hover:bg-surface-hover"
        >
          {toInitials(name)}
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner sideOffset={8} align="end" className="z-40">
            <Menu.Popup className="w-64 rounded-lg border border-line bg-surface p-1.5 shadow-lg outline-none">
              <div className="px-2 py-1.5">
                <p className="truncate font-medium text-sm">{name}</p>
                <p className="truncate text-ink-soft text-xs">{email}</p>
                <p className="text-ink-soft text-xs">Signed in as {role}</p>
              </div>
              <PhoneLinks role={role} />
              <MenuRule />
              <Choice
                label="Theme"
                value={preferences.theme}
                onChange={(theme) => setPreference("theme", theme)}
                options={[
                  ["system", "As the system"],
                  ["light", "Light"],
                  ["dark", "Dark"],
                ]}
              />
              <MenuRule />
              <Choice<Preferences["singleKeys"]>
                label="Single-key shortcuts"
                value={preferences.singleKeys}
                onChange={(singleKeys) => setPreference("singleKeys", singleKeys)}
                options={[
                  ["on", "On"],
                  ["off", "Off"],
                ]}
              />
              <MenuRule />
              <Menu.Item className={ITEM} onClick={leave}>
                <LogOut aria-hidden className="size-4" />
                Sign out
              </Menu.Item>
              <Menu.Item className={ITEM} onClick={() => setIsAsking(true)}>
                <MonitorX aria-hidden className="size-4" />
                Sign out everywhere
              </Menu.Item>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <SignOutEverywhereDialog isShown={isAsking} onShownChange={setIsAsking} />
    </div>
  );
}

/** What the bar has no room for on a phone: the desk's pages, and what the person works on. */
function PhoneLinks({ role }: { role: StaffRole }) {
  const { purpose, takeBack } = usePurpose();
  return (
    <div className="md:hidden">
      <MenuRule />
      {toNavLinks(role).map(({ href, words }) => (
        <Menu.LinkItem
          key={href}
          closeOnClick
          className={ITEM}
          render={<Link href={href} prefetch={false} />}
        >
          {words}
        </Menu.LinkItem>
      ))}
      {purpose !== null && (
        <Menu.Item className={ITEM} onClick={takeBack}>
          <X aria-hidden className="size-4 shrink-0" />
          <span className="truncate">No longer working on {purpose}</span>
        </Menu.Item>
      )}
    </div>
  );
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: ReactNode;
  value: T;
  options: readonly (readonly [T, string])[];
  onChange: (value: T) => void;
}) {
  return (
    <Menu.RadioGroup value={value} onValueChange={(next) => onChange(next as T)}>
      <Menu.GroupLabel className="px-2 pt-1 text-ink-faint text-xs">{label}</Menu.GroupLabel>
      {options.map(([option, words]) => (
        <Menu.RadioItem key={option} value={option} className={ITEM} closeOnClick={false}>
          <span className="flex size-4 items-center justify-center">
            <Menu.RadioItemIndicator>
              <Check aria-hidden className="size-3.5" />
            </Menu.RadioItemIndicator>
          </span>
          {words}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
}

function MenuRule() {
  return <div aria-hidden className="my-1 border-line border-t" />;
}

/** Up to two letters, from the first and the last word of a name. */
function toInitials(name: string): string {
  const words = name.trim().split(/\s+/);
  const first = words[0]?.charAt(0) ?? "";
  const last = words.length > 1 ? (words.at(-1)?.charAt(0) ?? "") : "";
  return (first + last).toUpperCase() || "?";
}
