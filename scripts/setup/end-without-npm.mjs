const PAUSE_MS = 500;

/**
 * Ends this process, as SIGTERM would, once the npm that started it is gone: a killed npm passes
 * nothing on. Started without npm it does nothing, so that `nohup node …` outlives its shell.
 */
export function endWithoutNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, "SIGTERM");
  }, PAUSE_MS);
  timer.unref();
}
