/**
 * Browsers ask for this by themselves while one page takes another's place and no icon is named for a
 * moment. Without an answer each such moment is an error in the console.
 */
export function GET(): Response {
  return new Response(null, { status: 308, headers: { location: "/icon.svg" } });
}
