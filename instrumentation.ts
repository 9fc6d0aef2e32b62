/** Runs once per server, before the first request. Next compiles it for the edge too, hence the `if`. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startDesk } = await import("./lib/server/boot/start-desk");
  await startDesk();
}
