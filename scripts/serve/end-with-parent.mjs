// Loaded into the servers that the desk starts. The channel to the parent closes when the parent is
// gone, even by kill -9, and then nothing may stay behind on its port.
const GRACE_MS = 4000;

if (process.channel) {
  process.once("disconnect", () => {
    setTimeout(() => process.exit(1), GRACE_MS).unref();
    process.kill(process.pid, "SIGTERM");
  });
  // The listener alone must not keep a process alive that has nothing else to do.
  process.channel.unref();
}
