import type { Tape } from "./tape.ts";

/** Stands between nothing: the guest's calls are the host's own. In a file of its own, as most runs need no other tape. */
export const NO_TAPE: Tape = {
  calls: (functions) => functions,
  grow: (call) => call,
  streams: (streams) => streams,
  playbackNs: (real) => real,
  readingMs: (real) => real,
  denials: (report) => report,
  begin: () => undefined,
};
