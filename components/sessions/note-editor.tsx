"use client";

import { CircleAlert, KeyRound } from "lucide-react";
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useState,
} from "react";
import { useNow } from "@/components/providers/clock-provider";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import type { ApiError } from "@/lib/contracts/api";
import { countCharacters, NOTE_CHARACTERS_MAX, toNoteText } from "@/lib/domain/note-text";
import { findPersonalData } from "@/lib/domain/personal-data";
import { findSecretPlaces } from "@/lib/domain/secret-places";
import type { TextPlace } from "@/lib/domain/text-place";
import { describeSecretPlaces } from "./describe-places";
import { ErrorWords } from "./error-words";
import { NoteCounter } from "./note-counter";
import { PersonalDataWarning } from "./personal-data-warning";

/**
 * The box that a note is written in. A token or a key is a hard stop, before anything is sent; what
 * looks like personal data must be confirmed. Whatever happens, the text stays in the box.
 */
export function NoteEditor({
  id,
  label,
  hint,
  keyShortcut,
  box,
  text,
  onTextChange,
  error,
  isPending,
  submitWords,
  onSubmit,
  children,
}: {
  /** Of the box; those of its texts are made from it. */
  id: string;
  label: ReactNode;
  hint: string;
  /** The key that jumps to the box, if any. */
  keyShortcut?: string | undefined;
  box: RefObject<HTMLTextAreaElement | null>;
  /** Held by whoever shows the box, who may keep it for longer. */
  text: string;
  onTextChange: (text: string) => void;
  error: ApiError | null;
  isPending: boolean;
  submitWords: [idle: string, pending: string];
  onSubmit: (note: { text: string; confirmed: boolean }) => void;
  /** Further buttons. */
  children?: ReactNode;
}) {
  const now = useNow(60_000);
  const [isAsking, setIsAsking] = useState(false);
  const secrets = findSecretPlaces(text);
  const length = countCharacters(toNoteText(text));
  const canSend = length > 0 && length <= NOTE_CHARACTERS_MAX && !isPending;
  const isAsked = isAsking || error?.code === "PERSONAL_DATA_IN_TEXT";

  function show({ from, to }: TextPlace) {
    box.current?.focus();
    box.current?.setSelectionRange(from, to);
  }

  function send(confirmed: boolean) {
    if (!canSend) return;
    const [secret] = secrets;
    if (secret) return show(secret);
    const isDoubtful = !confirmed && findPersonalData(text, now).length > 0;
    setIsAsking(isDoubtful);
    if (!isDoubtful) onSubmit({ text: toNoteText(text), confirmed });
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    send(false);
  }

  return (
    <form
      className="print:hidden"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        send(false);
      }}
    >
      <label htmlFor={id} className="flex items-center gap-2 font-medium text-sm">
        {label}
      </label>
      <textarea
        ref={box}
        id={id}
        rows={3}
        value={text}
        // What was typed while it is under way would be gone with its success.
        readOnly={isPending}
        aria-keyshortcuts={keyShortcut}
        onChange={({ target }) => {
          setIsAsking(false);
          onTextChange(target.value);
        }}
        onKeyDown={onKeyDown}
        aria-describedby={`${id}-hint`}
        aria-invalid={secrets.length > 0 || length > NOTE_CHARACTERS_MAX}
        className="field-sizing-content mt-1 max-h-80 min-h-20 w-full rounded-md border border-line-strong bg-surface px-3 py-2"
      />
      <div className="flex flex-wrap justify-between gap-x-4 text-ink-faint text-sm">
        <p id={`${id}-hint`}>{hint}</p>
        <NoteCounter length={length} />
      </div>
      {secrets.length > 0 && (
        <Notice tone="danger" icon={KeyRound} live="assertive" className="mt-2">
          <p className="font-medium">
            There is {describeSecretPlaces(text, secrets)} in this text, which the desk does not
            keep.
          </p>
          <p>Nothing was sent. Take it out, and the rest can be kept.</p>
          <Button className="mt-2" onClick={() => secrets[0] && show(secrets[0])}>
            Show where
          </Button>
        </Notice>
      )}
      {isAsked && secrets.length === 0 && (
        <PersonalDataWarning
          text={text}
          places={findPersonalData(text, now)}
          isPending={isPending}
          onShow={show}
          onConfirm={() => send(true)}
        />
      )}
      {/* That the sign-in has ended is said at the foot of the page. */}
      {error && !isAsked && error.code !== "UNAUTHENTICATED" && (
        <Notice tone="danger" icon={CircleAlert} live="assertive" className="mt-2">
          <ErrorWords error={error} />
        </Notice>
      )}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button type="submit" variant="primary" disabled={!canSend}>
          {isPending ? submitWords[1] : submitWords[0]}
        </Button>
        {children}
      </div>
    </form>
  );
}
