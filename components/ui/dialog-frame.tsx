import { Dialog } from "@base-ui/react/dialog";
import type { ReactNode } from "react";

/** The box of a dialog over the dimmed page, for an ordinary `Dialog` and for an `AlertDialog`. */
export function DialogFrame({ children }: { children: ReactNode }) {
  return (
    <Dialog.Portal>
      <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
      <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 max-h-[90dvh] w-[min(30rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-auto rounded-lg border border-line bg-surface p-5 shadow-xl">
        {children}
      </Dialog.Popup>
    </Dialog.Portal>
  );
}
