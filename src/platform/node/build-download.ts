import { copyFile, open, rm, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { DownloadRequest, DownloadResult } from "../../build/host.ts";

/**
 * Fetches a URL into a file, never keeping more than the limit, and gives up when the server is silent for too long.
 * User and password in the URL go into the header where they belong.
 */
export async function download(request: DownloadRequest): Promise<DownloadResult> {
  try {
    return request.url.startsWith("file:") ? await copy(request) : await fetchInto(request);
  } catch (error) {
    await rm(request.file, { force: true });
    if (isDiskFull(error)) throw error;
    return { kind: "failed", reason: reasonOf(error) };
  }
}

async function copy({ url, file, limitBytes }: DownloadRequest): Promise<DownloadResult> {
  const path = fileURLToPath(url);
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined) return { kind: "absent", reason: "there is no such file" };
  if (facts.size > limitBytes) return { kind: "failed", reason: `it has more than ${limitBytes} bytes` };
  await copyFile(path, file);
  return { kind: "ok", bytes: facts.size };
}

async function fetchInto({
  url,
  file,
  limitBytes,
  idleLimitMs,
  timeLimitMs,
}: DownloadRequest): Promise<DownloadResult> {
  const abort = new AbortController();
  const giveUp = (reason: string) => () => abort.abort(new Error(reason));
  const total = setTimeout(giveUp(`not done after ${timeLimitMs / 1000} s`), timeLimitMs);
  let idle = setTimeout(giveUp(`no answer for ${idleLimitMs / 1000} s`), idleLimitMs);
  try {
    const { href, headers } = requestOf(url);
    const response = await fetch(href, { headers, signal: abort.signal });
    const { status } = response;
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      return {
        kind: status === 404 || status === 410 ? "absent" : "failed",
        reason: `the server answered ${status}`,
      };
    }
    const target = await open(file, "wx", 0o600);
    try {
      let bytes = 0;
      for await (const chunk of response.body) {
        clearTimeout(idle);
        idle = setTimeout(giveUp(`no data for ${idleLimitMs / 1000} s`), idleLimitMs);
        bytes += chunk.length;
        if (bytes > limitBytes) throw new Error(`it has more than ${limitBytes} bytes`);
        await target.writeFile(chunk);
      }
      return { kind: "ok", bytes };
    } finally {
      await target.close();
    }
  } finally {
    clearTimeout(total);
    clearTimeout(idle);
  }
}

function requestOf(url: string): { href: string; headers: Record<string, string> } {
  const parsed = new URL(url);
  const { username, password } = parsed;
  parsed.username = "";
  parsed.password = "";
  if (username === "") return { href: parsed.href, headers: {} };
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return {
    href: parsed.href,
    headers: { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` },
  };
}

/** fetch says only "fetch failed" or "terminated"; what happened is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : undefined;
  const detail = cause === undefined ? "" : cause.message || (cause as NodeJS.ErrnoException).code || "";
  if (error.message === "terminated") return `the connection broke off${detail === "" ? "" : ` (${detail})`}`;
  return detail === "" ? error.message : `${error.message} (${detail})`;
}

function isDiskFull(error: unknown): boolean {
  return ["ENOSPC", "EDQUOT"].includes((error as NodeJS.ErrnoException).code ?? "");
}
