// Loaded into the servers of the end-to-end tests. Playwright holds their input open as long as it
// lives; when it is killed, the servers must not stay behind on their ports.
process.stdin.once("close", () => process.kill(process.pid, "SIGTERM"));
process.stdin.resume();
