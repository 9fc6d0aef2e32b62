import "server-only";

/** As after a restart: no view is open. */
export function forgetOpenViews(): void {
  Reflect.deleteProperty(globalThis, "__deskOpenViews");
}
