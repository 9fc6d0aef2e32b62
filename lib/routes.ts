/** Below what the desk takes as an address, with room for the reason of a refused sign-in. */
const SIGN_IN_PATH_MAX = 8_000;

/** Every path of the desk is made here, so that a renamed page breaks no link. */
export const routes = {
  home: () => "/sessions",
  /** A way back that would make the address too long for the desk is left out. */
  signIn: (from = "") => {
    const path = `/sign-in?from=${encodeURIComponent(from)}`;
    return from && path.length <= SIGN_IN_PATH_MAX ? path : "/sign-in";
  },
  sessions: () => "/sessions",
  /** A table of exactly these sessions, in this order. */
  sessionsById: (ids: readonly string[]) =>
    `/sessions?ids=${ids.map(encodeURIComponent).join(",")}`,
  /** The list with whatever its URL holds, to come back to it as it was. */
  sessionsWith: (search: Record<string, string | string[] | undefined>) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(search)) {
      for (const one of [value ?? []].flat()) params.append(name, one);
    }
    return params.size > 0 ? `/sessions?${params}` : "/sessions";
  },
  session: (id: string) => `/sessions/${encodeURIComponent(id)}`,
  /** No page of the desk: where a link leads that the desk cannot read. */
  unreadable: () => "/unreadable-address",
  accessLog: (query = "") => (query ? `/access-log?${query}` : "/access-log"),
  staff: () => "/staff",
  api: {
    sessions: (query = "") => (query ? `/api/sessions?${query}` : "/api/sessions"),
    session: (id: string) => `/api/sessions/${encodeURIComponent(id)}`,
    views: () => "/api/views",
    view: (id: string) => `/api/views/${encodeURIComponent(id)}`,
    observations: (id: string) => `/api/sessions/${encodeURIComponent(id)}/observations`,
    sessionWebhooks: (id: string, live: boolean) =>
      `/api/sessions/${encodeURIComponent(id)}/webhooks${live ? "?live=1" : ""}`,
    resendDelivery: (id: string, deliveryId: string) =>
      `/api/sessions/${encodeURIComponent(id)}/webhooks/${encodeURIComponent(deliveryId)}/resend`,
    lookups: () => "/api/lookups",
    exportSessions: (query: string) => `/api/sessions/export?${query}`,
    notes: (id: string) => `/api/sessions/${encodeURIComponent(id)}/notes`,
    note: (id: string, noteId: string) =>
      `/api/sessions/${encodeURIComponent(id)}/notes/${encodeURIComponent(noteId)}`,
    activity: (id: string) => `/api/sessions/${encodeURIComponent(id)}/activity`,
    whoLooked: (id: string) => `/api/sessions/${encodeURIComponent(id)}/access`,
    accessLog: (query = "") => (query ? `/api/access-log?${query}` : "/api/access-log"),
    exportAccessLog: (query: string) => `/api/access-log/export?${query}`,
    staff: () => "/api/staff",
    staffMember: (id: string) => `/api/staff/${encodeURIComponent(id)}`,
    staffSignOut: (id: string) => `/api/staff/${encodeURIComponent(id)}/sign-out`,
    signOutEverywhere: () => "/api/sign-ins/end-all",
    cancelSession: (id: string) => `/api/sessions/${encodeURIComponent(id)}/cancel`,
    authBase: () => "/api/auth",
    csrf: () => "/api/auth/csrf",
    signIn: () => "/api/auth/callback/credentials",
    refused: () => "/api/refused",
    signOut: () => "/api/auth/signout",
    companySignIn: () => "/api/auth/signin/company",
    /** Where the company's provider sends the browser back to. */
    companyCallback: () => "/api/auth/callback/company",
    /** Where the provider itself says that somebody signed out. */
    backchannelLogout: () => "/api/auth/backchannel-logout",
    ready: () => "/api/health/ready",
    webhook: () => "/api/webhooks/kayle",
    /** `query` is that of `toLiveParamsText`. */
    failureStats: () => "/api/stats/failures",
  },
} as const;
