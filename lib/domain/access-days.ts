/** How long the access log keeps an entry. */
export const ACCESS_LOG_DAYS = 365;
