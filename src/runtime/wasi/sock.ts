import { Errno } from "./errno.ts";
import type { CallGroup } from "./guest.ts";

/**
 * Sockets: none ever exists, so a file or stream answers ENOTSOCK and any other number EBADF. So does a directory: a guest has
 * `/` from the start, as 3, and the conformance suite takes 3 for a number that is not open (sock_shutdown-invalid_fd).
 * Specification: preview 1 `sock_accept`, `sock_recv`, `sock_send`, `sock_shutdown`.
 */
export const socketCalls: CallGroup = ({ descriptors }) => {
  const notASocket = (fd: number) =>
    descriptors.get(fd).kind === "directory" ? Errno.EBADF : Errno.ENOTSOCK;
  return { sock_accept: notASocket, sock_recv: notASocket, sock_send: notASocket, sock_shutdown: notASocket };
};
