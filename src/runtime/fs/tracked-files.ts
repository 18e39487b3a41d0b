import type { LiveFiles, LiveHandle } from "./live-files.ts";
import type { MountFile, MountFiles } from "./mount-files.ts";

export interface TrackedFiles {
  readonly files: MountFiles;
  /** Closes whatever is still open: a guest ends without closing its files, and the thread lives on. */
  closeAll(): void;
}

/** Host files that know what of them is open. */
export function trackFiles(files: MountFiles): TrackedFiles {
  const open = new Set<MountFile>();
  const held = new Set<LiveHandle>();
  const { live } = files;
  return {
    files: {
      ...files,
      live: live && trackLive(live, held),
      open(hostPath, entry) {
        const file = files.open(hostPath, entry);
        if (typeof file === "string") return file;
        const tracked: MountFile = {
          read: (target, offsetBytes) => file.read(target, offsetBytes),
          close: () => {
            if (open.delete(tracked)) file.close();
          },
        };
        open.add(tracked);
        return tracked;
      },
    },
    closeAll() {
      for (const file of open) file.close();
      for (const handle of held) live?.release(handle);
      held.clear();
    },
  };
}

function trackLive(live: LiveFiles, held: Set<LiveHandle>): LiveFiles {
  const hold = (handle: LiveHandle): LiveHandle => {
    held.add(handle);
    return handle;
  };
  return {
    ...live,
    openRoot: (hostPath) => hold(live.openRoot(hostPath)),
    open: (handle, access) => hold(live.open(handle, access)),
    create: (directory, name) => hold(live.create(directory, name)),
    lookup(directory, name) {
      const handle = live.lookup(directory, name);
      return handle === undefined ? undefined : hold(handle);
    },
    release(handle) {
      if (held.delete(handle)) live.release(handle);
    },
  };
}
