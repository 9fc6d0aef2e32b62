/**
 * Every error code that the desk's own API answers with: its HTTP status, whose fault it is, and the
 * words for the person at the desk. Log text is written elsewhere and never reaches a browser.
 * Status 0 marks what only the browser can see: no answer of the desk stands behind it.
 */
export const ERROR_CODES = {
  INVALID_SESSION_ID: {
    status: 400,
    blame: "you",
    message: "That is not a session id.",
    hint: "An id is vs_ followed by exactly 64 letters or digits. Copy it again in full.",
  },
  INVALID_REQUEST: {
    status: 400,
    blame: "you",
    message: "The desk could not read that request.",
    hint: "Correct the marked part and try again.",
  },
  INVALID_ADDRESS: {
    status: 400,
    blame: "you",
    message: "The desk cannot read this address.",
    hint: "The link may be cut off or mistyped. Open the desk and start from there.",
  },
  ADDRESS_TOO_LONG: {
    status: 414,
    blame: "you",
    message: "This address is longer than the desk accepts.",
    hint: "Paste fewer ids at once, or shorten the search.",
  },
  INVALID_SEARCH: {
    status: 400,
    blame: "you",
    message: "The desk does not understand this search.",
    hint: "Correct the marked part and search again.",
  },
  SEARCH_TOO_SLOW: {
    status: 422,
    blame: "you",
    message: "This search takes longer than the desk lets it.",
    hint: "Narrow it: add a time such as created:7d or a status, or write more of the word.",
  },
  UNAUTHENTICATED: {
    status: 401,
    blame: "you",
    message: "You are not signed in.",
    hint: "Sign in and come back to this page.",
  },
  FORBIDDEN: {
    status: 403,
    blame: "you",
    message: "Your role may not do this.",
    hint: "Ask a lead or an admin of your team.",
  },
  CROSS_ORIGIN: {
    status: 403,
    blame: "you",
    message: "This request did not come from the desk itself.",
    hint: "Open the desk in its own tab and try again.",
  },
  NOT_FOUND: {
    status: 404,
    blame: "kayle",
    message: "Kayle knows no such session.",
    hint: "It was deleted 30 days after its end, belongs to another organisation, or never existed.",
  },
  VIEW_NOT_FOUND: {
    status: 404,
    blame: "you",
    message: "There is no such view.",
    hint: "Somebody may have taken it away. Reload the page.",
  },
  VIEW_NAME_TAKEN: {
    status: 409,
    blame: "you",
    message: "There is a view of that name already.",
    hint: "Choose another name.",
  },
  DELIVERY_NOT_FOUND: {
    status: 404,
    blame: "kayle",
    message: "There is no such delivery of this session.",
    hint: "Kayle keeps events and their deliveries for 30 days. Reload the page.",
  },
  DELIVERY_NOT_RESENDABLE: {
    status: 409,
    blame: "kayle",
    message: "Kayle does not send this delivery again.",
    hint: "It is on its way already, or Kayle no longer has its content.",
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    blame: "you",
    message: "That method is not offered here.",
    hint: "Reload the page.",
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    blame: "you",
    message: "The desk takes JSON here and nothing else.",
    hint: "Reload the page.",
  },
  BODY_TOO_LARGE: {
    status: 413,
    blame: "you",
    message: "That is more than the desk accepts.",
    hint: "Shorten it and try again.",
  },
  TOO_MANY_ATTEMPTS: {
    status: 429,
    blame: "you",
    message: "Too many attempts.",
    hint: "Wait a moment before the next one.",
  },
  NOTE_NOT_FOUND: {
    status: 404,
    blame: "you",
    message: "There is no such note.",
    hint: "It went with its session. Reload the page.",
  },
  NOTE_CLOSED: {
    status: 409,
    blame: "you",
    message: "This note can no longer be changed.",
    hint: "Only its author can, for 15 minutes. Write another note that puts it right.",
  },
  SECRET_IN_TEXT: {
    status: 400,
    blame: "you",
    message: "There is a token or a key in this text, which the desk does not keep.",
    hint: "Take it out and send the rest.",
  },
  PERSONAL_DATA_IN_TEXT: {
    status: 409,
    blame: "you",
    message: "This text looks as if it held personal data.",
    hint: "Take it out, or say that it may stand.",
  },
  STAFF_NOT_FOUND: {
    status: 404,
    blame: "you",
    message: "There is no such account.",
    hint: "Reload the page.",
  },
  STAFF_EXISTS: {
    status: 409,
    blame: "you",
    message: "There is an account for this address already.",
    hint: "Open it again or change its role in the list.",
  },
  STAFF_CHANGE_REFUSED: {
    status: 409,
    blame: "you",
    message: "The desk does not make this change.",
    hint: "Ask another admin.",
  },
  DESK_READ_ONLY: {
    status: 409,
    blame: "desk",
    message: "This desk may only read at Kayle.",
    hint: "Whoever runs the desk can give it a second key for this (KAYLE_WRITE_API_KEY).",
  },
  AUDIT_UNAVAILABLE: {
    status: 503,
    blame: "desk",
    message: "The desk cannot write its access log, so it shows and does nothing.",
    hint: "Try again in a moment. If it lasts, give the request id to whoever runs the desk.",
  },
  ACTION_UNRECORDED: {
    status: 503,
    blame: "desk",
    message: "Kayle was asked, but the desk could not write down what came of it.",
    hint: "It may have happened. Read the session again before you tell the customer anything.",
  },
  INTERNAL: {
    status: 500,
    blame: "desk",
    message: "The desk itself failed.",
    hint: "Try again. If it happens again, give the request id to whoever runs the desk.",
  },
  UPSTREAM_UNAUTHORIZED: {
    status: 502,
    blame: "desk",
    message: "Kayle refused the desk’s API key.",
    hint: "Whoever runs the desk must check the key. You need not sign in again.",
  },
  UPSTREAM_FORBIDDEN: {
    status: 502,
    blame: "desk",
    message: "The desk’s API key may not do this at Kayle.",
    hint: "Whoever runs the desk must give the key the missing scope.",
  },
  ORGANIZATION_FROZEN: {
    status: 502,
    blame: "kayle",
    message: "Your organisation is about to be deleted at Kayle, so Kayle answers nothing.",
    hint: "An owner can call the deletion off in Kayle’s dashboard.",
  },
  UPSTREAM_CONTRACT: {
    status: 502,
    blame: "kayle",
    message: "Kayle answered in a form that the desk does not understand.",
    hint: "Give the request id to whoever runs the desk.",
  },
  UPSTREAM_ERROR: {
    status: 502,
    blame: "kayle",
    message: "Kayle could not answer.",
    hint: "The fault is at Kayle. The desk tries again by itself.",
  },
  CANCEL_UNCONFIRMED: {
    status: 502,
    blame: "kayle",
    message: "The desk asked Kayle to cancel, but could not see whether it took effect.",
    hint: "Open the session again before you tell the customer anything. Cancelling twice does no harm.",
  },
  RESEND_UNCONFIRMED: {
    status: 502,
    blame: "kayle",
    message: "The desk asked Kayle to send it again, but could not see whether Kayle will.",
    hint: "Read the deliveries again before you ask once more: your app may get it twice.",
  },
  UPSTREAM_BUSY: {
    status: 503,
    blame: "kayle",
    message: "Kayle asks the desk to slow down.",
    hint: "The desk tries again by itself in a moment.",
  },
  DESK_BUSY: {
    status: 503,
    blame: "desk",
    message: "Too many people are asking Kayle through the desk at once.",
    hint: "The desk tries again by itself in a moment.",
  },
  UPSTREAM_TIMEOUT: {
    status: 504,
    blame: "kayle",
    message: "Kayle did not answer in time.",
    hint: "The desk tries again by itself.",
  },
  OFFLINE: {
    status: 0,
    blame: "you",
    message: "The desk cannot be reached.",
    hint: "Check your connection. The desk tries again by itself.",
  },
  UNREADABLE_ANSWER: {
    status: 0,
    blame: "desk",
    message: "The desk answered in a form that this page does not understand.",
    hint: "Reload the page: the desk may have been updated since you opened it.",
  },
} as const satisfies Record<
  string,
  { status: number; blame: "you" | "desk" | "kayle"; message: string; hint: string }
>;

export type ErrorCode = keyof typeof ERROR_CODES;
export const ERROR_CODE_NAMES = Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]];
