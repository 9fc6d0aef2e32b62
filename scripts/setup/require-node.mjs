// Read by whatever Node is there, however old: nothing newer than ES2015 modules in this file.

/** The oldest Node that the packages of the lockfile run on; `engines` in package.json says the same. */
export var NODE_MIN = [20, 19];

/**
 * One line that says what to do when Node is too old; null when it will do.
 *
 * @param {string} version such as `20.19.0`, without a leading v
 * @returns {string | null}
 */
export function findNodeFault(version) {
  var parts = version.split(".").map(Number);
  var major = parts[0];
  var minor = parts[1];
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return null;
  return (
    "Session Desk needs Node " +
    NODE_MIN.join(".") +
    " or newer, and this is Node " +
    version +
    ". Install a newer one from https://nodejs.org and try again."
  );
}

/** Ends the process with exit code 1 and one line when this Node is too old. */
export function requireNode() {
  var fault = findNodeFault(process.versions.node);
  if (fault === null) return;
  console.error(fault);
  process.exit(1);
}
