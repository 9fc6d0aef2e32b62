/**
 * The least that a route in front of Kayle can do, for `npm run bench:proxy`: no sign-in, no log, no
 * redaction, Next's own `fetch`. Part of no desk.
 *
 * @param {Request} _request
 * @param {{ params: Promise<{ sessionId: string }> }} context
 */
export async function GET(_request, { params }) {
  const { sessionId } = await params;
  const answer = await fetch(`${process.env["KAYLE_API_URL"]}/v1/sessions/${sessionId}`, {
    headers: { authorization: `Bearer ${process.env["KAYLE_API_KEY"]}` },
  });
  return Response.json(await answer.json(), { status: answer.status });
}
