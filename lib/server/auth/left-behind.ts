import "server-only";

/**
 * What a browser may still hold of the desk, as `Clear-Site-Data` names it. Not "cookies": that takes those
 * of every other tool on the same domain too, and the one that matters is taken away by name.
 */
export const LEFT_BEHIND = '"cache", "storage"';
