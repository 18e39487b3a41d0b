import type { ImportRule } from "../../policy/policy.ts";
import { type Opened, type OpenRequest, open } from "../fs/operations.ts";
import { ALL_FD_FLAGS, ALL_OPEN_FLAGS, FILE_RIGHTS, OpenFlags, Rights } from "./abi.ts";
import { type Descriptor, directoryDescriptor } from "./descriptors.ts";
import { Errno, fail } from "./errno.ts";
import type { CallGroup } from "./guest.ts";
import { follows, placeOf } from "./path.ts";

const POLICY_KEY = "imports.wasi_snapshot_preview1.path_open";

/**
 * Specification: preview 1 `path_open`. Of the rights only fdRead and fdWrite count, as the mode to open in; neither means read, as in
 * wasmtime. What the guest may do is decided by the mount, and by the rule `{ paths, mode }` of the policy, on the resolved path.
 */
export const openCalls: CallGroup = (guest) => {
  const { memory, descriptors } = guest;
  const authorize = pathRule(guest.host.rules.get("path_open"));
  return {
    path_open(
      fd: number,
      lookupFlags: number,
      path: number,
      length: number,
      openFlags: number,
      rights: bigint,
      _inheriting: bigint,
      fdFlags: number,
      result: number,
    ) {
      const place = placeOf(guest, fd, path, length);
      const resultStart = memory.range(result, 4);
      if ((openFlags & ~ALL_OPEN_FLAGS) !== 0 || (fdFlags & ~ALL_FD_FLAGS) !== 0) return Errno.EINVAL;
      descriptors.requireFree();
      const write = wants(rights, Rights.fdWrite);
      const request: OpenRequest = {
        follow: follows(lookupFlags),
        create: (openFlags & OpenFlags.create) !== 0,
        exclusive: (openFlags & OpenFlags.exclusive) !== 0,
        truncate: (openFlags & OpenFlags.truncate) !== 0,
        directory: (openFlags & OpenFlags.directory) !== 0,
        read: !write || wants(rights, Rights.fdRead),
        write,
        authorize,
      };
      const opened = open(place, request);
      memory.writeU32(resultStart, descriptors.add(descriptorOf(opened, request, fdFlags)));
      return Errno.SUCCESS;
    },
  };
};

function wants(rights: bigint, right: number): boolean {
  return (Number(BigInt.asUintN(30, rights)) & right) !== 0;
}

function descriptorOf(opened: Opened, { read, write }: OpenRequest, flags: number): Descriptor {
  if (opened.kind === "directory") return directoryDescriptor(opened.node);
  const rightsBase = FILE_RIGHTS & ~(read ? 0 : Rights.fdRead) & ~(write ? 0 : Rights.fdWrite);
  const { kind, node, file } = opened;
  return { kind, node, file, positionBytes: 0, flags, rightsBase, rightsInheriting: rightsBase };
}

function pathRule(rule: ImportRule | undefined): OpenRequest["authorize"] {
  if (rule?.rule !== "paths") return undefined;
  return (guestPath, access) => {
    const isListed = rule.paths.some((path) => covers(path, guestPath));
    if (!isListed) fail(Errno.EACCES, { path: guestPath, access, policyKey: `${POLICY_KEY}.paths` });
    if (access === "write" && rule.mode === "ro") {
      fail(Errno.EROFS, { path: guestPath, access, policyKey: `${POLICY_KEY}.mode` });
    }
  };
}

function covers(listed: string, guestPath: string): boolean {
  const prefix = listed.endsWith("/") ? listed : `${listed}/`;
  return guestPath === listed || guestPath.startsWith(prefix) || `${guestPath}/` === prefix;
}
