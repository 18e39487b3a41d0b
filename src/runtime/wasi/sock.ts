import { Errno } from "./errno.ts";
import type { CallGroup } from "./guest.ts";

/**
 * Sockets: none ever exists, so an open descriptor answers ENOTSOCK and any other EBADF.
 * Specification: preview 1 `sock_accept`, `sock_recv`, `sock_send`, `sock_shutdown`.
 */
export const socketCalls: CallGroup = ({ descriptors }) => {
  const notASocket = (fd: number) => {
    descriptors.get(fd);
    return Errno.ENOTSOCK;
  };
  return { sock_accept: notASocket, sock_recv: notASocket, sock_send: notASocket, sock_shutdown: notASocket };
};
