/** Sent along with each request of a page: whose page it is, by a mark that names nobody. */
export const PERSON_HEADER = "x-desk-person";
