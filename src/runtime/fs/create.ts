import { ToolError } from "../../errors.ts";
import { type Baseline, changesSince, takeBaseline } from "./changes.ts";
import {
  DEFAULT_QUOTAS,
  type FileSystem,
  type FileSystemOptions,
  type MountSource,
  type Quotas,
} from "./file-system.ts";
import { type GuestTree, type Hook, hangIn, hookFor, newGuestTree } from "./guest-tree.ts";
import { openLiveMount } from "./live-directory.ts";
import { withQuota } from "./live-quota.ts";
import { type LiveMemory, newLiveMemory } from "./live-volume.ts";
import { MemoryDirectory } from "./memory-directory.ts";
import { MemoryVolume } from "./memory-volume.ts";
import type { MountFiles } from "./mount-files.ts";
import type { TreeNode } from "./node.ts";
import { NullFile } from "./null-file.ts";
import { takeSnapshot } from "./snapshot.ts";
import { trackFiles } from "./tracked-files.ts";

const SCRATCH_PATH = "/tmp";
const NULL_PATH = "/dev/null";
const SCRATCH_DEVICE = 1n;
const FIRST_MOUNT_DEVICE = 3n;

/**
 * Builds the guest's tree: `/` is its way in and holds the mounts and `/dev/null`; `/tmp` is in memory and writable, unless a mount takes
 * its place. A live mount at `/` is all there is. A mount inside a live mount becomes a directory of its own beside `/`: guests choose by the longest prefix.
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
  const tracked = options.files && trackFiles(options.files);
  const overlays: Overlay[] = [];
  const files = tracked && bounded(tracked.files, quotas);
  const place = { files, quotas, clockNs, overlays, memory: newLiveMemory() };
  try {
    const [outer, inner] = planned(options.mounts);
    if (outer !== undefined) addMount(tree, outer, { ...place, device: FIRST_MOUNT_DEVICE });
    if (outer?.mode !== "rw") overlays.push(addBuiltIns(tree, scratch));
    for (const [index, mount] of inner.entries()) {
      addMount(tree, mount, { ...place, device: FIRST_MOUNT_DEVICE + 1n + BigInt(index) });
    }
  } catch (error) {
    tracked?.closeAll();
    throw error;
  }
  const baselines = options.tracksChanges === true ? overlays.map(baselineOf) : undefined;
  return {
    preopens: [{ guestPath: "/", directory: tree.root }, ...tree.beside],
    quotas,
    usage: () => ({ bytes: scratch.bytes, entries: scratch.entries }),
    changes: () => baselines && changesSince(baselines),
    close: () => tracked?.closeAll(),
  };
}

/** What is mounted at `/`, and the others, outer before inner; each guest path once. */
function planned(
  mounts: readonly MountSource[],
): [outer: MountSource | undefined, inner: readonly MountSource[]] {
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
  const outer = clean.find((mount) => mount.guestPath === "/");
  return [outer, clean.filter((mount) => mount !== outer)];
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

/** `/tmp` and `/dev/null`, which programs take for granted. A mount of the same name takes their place later. */
function addBuiltIns(tree: GuestTree, volume: MemoryVolume): Overlay {
  hangIn(tree, NULL_PATH, hookFor(tree, NULL_PATH), new NullFile(tree.frame.volume));
  const hook = hookFor(tree, SCRATCH_PATH)!;
  const directory = new MemoryDirectory({ volume, writable: true, holdsMounts: false, ...hook });
  hangIn(tree, SCRATCH_PATH, hook, directory);
  return { guestPath: SCRATCH_PATH, top: directory };
}

/** All live mounts of a guest share one quota. */
function bounded(files: MountFiles, { liveBytes, entries }: Quotas): MountFiles {
  return { ...files, live: files.live && withQuota(files.live, { bytes: liveBytes, entries }) };
}

/** A tree that the guest changes in memory. */
interface Overlay {
  readonly guestPath: string;
  readonly top: TreeNode;
}

function baselineOf({ guestPath, top }: Overlay): Baseline {
  return takeBaseline(guestPath, top);
}

interface MountSettings {
  readonly files: MountFiles | undefined;
  readonly device: bigint;
  readonly quotas: Quotas;
  readonly clockNs: () => bigint;
  readonly memory: LiveMemory;
  /** Where overlays are noted. */
  readonly overlays: Overlay[];
}

function addMount(tree: GuestTree, mount: MountSource, settings: MountSettings): void {
  const { files } = settings;
  const hook = mount.guestPath === "/" ? undefined : hookFor(tree, mount.guestPath);
  if (files === undefined) {
    throw new ToolError("mount/no-host", `cannot mount ${mount.hostPath}: this platform has no host files`);
  }
  const node = openMount(mount, { ...settings, files, hook });
  if (mount.mode === "overlay") settings.overlays.push({ guestPath: mount.guestPath, top: node });
  if (mount.guestPath === "/" && node.kind === "directory") tree.root = node;
  else hangIn(tree, mount.guestPath, hook, node);
}

interface MountPlace extends MountSettings {
  readonly files: MountFiles;
  readonly hook: Hook | undefined;
}

function openMount(
  { hostPath, guestPath, mode }: MountSource,
  { files, hook, device, quotas, clockNs, memory }: MountPlace,
): TreeNode {
  const place = hook ?? { name: guestPath.slice(1) };
  if (mode === "ro") return takeSnapshot({ files, hostPath, device, ...place });
  if (mode === "overlay") {
    const { bytes: maxBytes, entries: maxEntries } = quotas;
    const changes = new MemoryVolume({ device, maxBytes, maxEntries, clockNs });
    return takeSnapshot({ files, hostPath, device, ...place, changes });
  }
  if (files.live === undefined) throw liveUnsupported(hostPath);
  return openLiveMount(files.live, { hostPath, guestPath, parentInode: hook?.parent.stat().inode, memory });
}

function liveUnsupported(hostPath: string): ToolError {
  return new ToolError("mount/live-unsupported", `cannot mount ${hostPath} for writing on this platform`, {
    hint: "mount it read-only with --allow-read; /tmp of the guest is writable and in memory",
  });
}
