// Ends this process, as SIGTERM would, once the process that started it is gone: one that was killed
// passes nothing on, and nothing may stay behind on its port.
const PAUSE_MS = 500;
const GRACE_MS = 4000;

const parent = process.ppid;
const timer = setInterval(() => {
  if (process.ppid === parent) return;
  clearInterval(timer);
  setTimeout(() => process.exit(1), GRACE_MS).unref();
  process.kill(process.pid, "SIGTERM");
}, PAUSE_MS);
// It must not keep a process alive that has nothing else to do.
timer.unref();
