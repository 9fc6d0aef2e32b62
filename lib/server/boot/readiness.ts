import "server-only";

const store = globalThis as typeof globalThis & { __deskReady?: boolean };

/** Whether the desk may be sent requests: its database is open and it is not shutting down. */
export function isReady(): boolean {
  return store.__deskReady ?? false;
}

export function setReady(ready: boolean): void {
  store.__deskReady = ready;
}
