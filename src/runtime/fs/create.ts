import { ToolError } from "../../errors.ts";
import { DEFAULT_QUOTAS, type FileSystem, type FileSystemOptions, type MountSource } from "./file-system.ts";
import { closeTree, type GuestTree, hangIn, hookFor, newGuestTree } from "./guest-tree.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import { MemoryVolume } from "./memory-volume.ts";
import { takeSnapshot } from "./snapshot.ts";

const SCRATCH_PATH = "/tmp";
const SCRATCH_DEVICE = 1n;
const FIRST_MOUNT_DEVICE = 3n;

/**
 * Builds the guest's tree: `/` is its way in and holds the mounts; `/tmp` is in memory and writable, unless a mount takes its place or
 * `/` itself is a live mount. A mount inside a live mount becomes a directory of its own beside `/`: guests choose by the longest prefix.
 *
 * Throws ToolError `mount/*` for a host path that does not exist or cannot be mounted, and for guest paths that clash.
 */
export function createFileSystem(options: FileSystemOptions): FileSystem {
  const quotas = { ...DEFAULT_QUOTAS, ...options.quotas };
  const { clockNs } = options;
  const scratch = new MemoryVolume({
    device: SCRATCH_DEVICE,
    maxBytes: quotas.bytes,
    maxEntries: quotas.entries,
    clockNs,
  });
  const tree = newGuestTree(clockNs);
  try {
    for (const [index, mount] of planned(options.mounts).entries()) {
      if (mount === "scratch") addScratch(tree, scratch);
      else addMount(tree, mount, options, FIRST_MOUNT_DEVICE + BigInt(index));
    }
  } catch (error) {
    closeTree(tree);
    throw error;
  }
  return {
    preopens: [{ guestPath: "/", directory: tree.root }, ...tree.beside],
    quotas,
    usage: () => ({ bytes: scratch.bytes, entries: scratch.entries }),
    close: () => closeTree(tree),
  };
}

/** Outer mounts before inner ones, `/tmp` after `/`, each guest path once. */
function planned(mounts: readonly MountSource[]): readonly (MountSource | "scratch")[] {
  const clean = mounts.map((mount) => ({ ...mount, guestPath: cleanGuestPath(mount.guestPath) }));
  clean.sort((a, b) => depth(a.guestPath) - depth(b.guestPath));
  const taken = new Set<string>();
  for (const { guestPath } of clean) {
    if (taken.has(guestPath)) {
      throw new ToolError("mount/clash", `two mounts at ${guestPath}`, {
        hint: "give each a guest path of its own, as in HOST:GUEST",
      });
    }
    taken.add(guestPath);
  }
  const atRoot = clean.find((mount) => mount.guestPath === "/");
  const inner = clean.filter((mount) => mount !== atRoot);
  const needsScratch = atRoot?.mode !== "rw" && !taken.has(SCRATCH_PATH);
  return [...(atRoot ? [atRoot] : []), ...(needsScratch ? (["scratch"] as const) : []), ...inner];
}

function cleanGuestPath(guestPath: string): string {
  const names = guestPath.split("/").filter((name) => name !== "" && name !== ".");
  if (!guestPath.startsWith("/") || names.includes("..") || guestPath.includes("\0")) {
    throw new ToolError("mount/guest-path", `guest path ${JSON.stringify(guestPath)} is not absolute`, {
      hint: "write HOST:GUEST with a GUEST such as /data",
    });
  }
  return `/${names.join("/")}`;
}

function depth(guestPath: string): number {
  return guestPath === "/" ? 0 : guestPath.split("/").length;
}

function addScratch(tree: GuestTree, volume: MemoryVolume): void {
  const hook = hookFor(tree, SCRATCH_PATH)!;
  hangIn(
    tree,
    SCRATCH_PATH,
    hook,
    new MemoryDirectory({ volume, writable: true, holdsMounts: false, ...hook }),
  );
}

function addMount(tree: GuestTree, mount: MountSource, options: FileSystemOptions, device: bigint): void {
  const hook = mount.guestPath === "/" ? undefined : hookFor(tree, mount.guestPath);
  if (mount.mode === "rw") throw liveUnsupported(mount.hostPath);
  if (options.files === undefined) {
    throw new ToolError("mount/no-host", `cannot mount ${mount.hostPath}: this platform has no host files`);
  }
  const place = hook ?? { name: mount.guestPath.slice(1) };
  const node = takeSnapshot({ files: options.files, hostPath: mount.hostPath, device, ...place });
  if (mount.guestPath === "/" && node.kind === "directory") tree.root = node;
  else hangIn(tree, mount.guestPath, hook, node);
}

function liveUnsupported(hostPath: string): ToolError {
  return new ToolError("mount/live-unsupported", `cannot mount ${hostPath} for writing on this platform`, {
    hint: "mount it read-only with --allow-read; /tmp of the guest is writable and in memory",
  });
}
