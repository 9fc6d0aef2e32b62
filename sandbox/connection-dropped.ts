/** The connection broke before an answer was there. */
export class ConnectionDropped extends Error {
  override name = "ConnectionDropped";
}
