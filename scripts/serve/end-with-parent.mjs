// Loaded into the servers that the desk starts. The channel to the parent closes when the parent is
// gone, even by kill -9, and then nothing may stay behind on its port.
const GRACE_MS = 4000;

// Processes that a server starts in turn inherit this file, and their channels are not ours to watch.
const isOurs = process.env["DESK_SUPERVISOR_PID"] === String(process.ppid);

if (process.channel && isOurs) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The listener alone must not keep a process alive that has nothing else to do.
  process.channel.unref();
}
