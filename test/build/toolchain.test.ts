import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { delimiter, join } from "node:path";
import { zipSync } from "fflate";
import { describe, expect, onTestFinished, test } from "vitest";
import { hash1 } from "../../src/build/dirhash.ts";
import type { BuildHost } from "../../src/build/host.ts";
import { pinnedToolchain, type ToolchainPin } from "../../src/build/pinned-go.ts";
import { resolveToolchain } from "../../src/build/toolchain.ts";
import { ToolError } from "../../src/errors.ts";
import { nodeBuildHost } from "../../src/platform/node/build-host.ts";
import { temporaryFolder } from "./programs.ts";

const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

/** A go program that knows its version and, like the real one, its GOROOT from where it lies. */
function fakeGo(version: string): string {
  return `#!/bin/sh\nroot=$(cd "$(dirname "$0")/.." && pwd)\ntouch "$root/was-run"\n[ "$1" = env ] && printf '%s\\n%s\\n' ${version} "$root"\n`;
}

function installGo(folder: string, text: string): string {
  mkdirSync(join(folder, "bin"), { recursive: true });
  const path = join(folder, "bin", "go");
  writeFileSync(path, text);
  chmodSync(path, 0o755);
  return path;
}

function hostWith(environment: Record<string, string | undefined>): BuildHost {
  return nodeBuildHost({
    environment: { PATH: "/usr/bin:/bin", SANDGLASS_CACHE: temporaryFolder(), ...environment },
  });
}

async function failure(work: Promise<unknown>): Promise<ToolError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ToolError) return error;
  throw new Error(`expected a ToolError, got ${String(error)}`);
}

describe("the order in which Go is looked for", () => {
  test("is --go, SANDGLASS_GO, PATH", async () => {
    const folder = temporaryFolder();
    const [flag, named, onPath] = ["a", "b", "c"].map((name, index) =>
      installGo(join(folder, name), fakeGo(`go1.2${5 + index}`)),
    );
    const host = hostWith({ SANDGLASS_GO: named, PATH: `${join(folder, "c", "bin")}:/usr/bin:/bin` });
    expect(await resolveToolchain({ go: flag ?? "" }, host)).toMatchObject({
      path: flag,
      goVersion: "go1.25",
      source: "flag",
    });
    expect(await resolveToolchain({}, host)).toMatchObject({
      path: named,
      goVersion: "go1.26",
      source: "environment",
    });
    const withoutNamed = hostWith({ PATH: `${join(folder, "c", "bin")}:/usr/bin:/bin` });
    expect(await resolveToolchain({}, withoutNamed)).toMatchObject({
      path: onPath,
      goVersion: "go1.27",
      source: "path",
    });
  });

  test("takes a GOROOT for its go program", async () => {
    const folder = temporaryFolder();
    const path = installGo(folder, fakeGo("go1.26.8"));
    expect(await resolveToolchain({ go: folder }, hostWith({}))).toEqual({
      path,
      goRoot: folder,
      goVersion: "go1.26.8",
      source: "flag",
    });
  });

  test("passes over an old Go on PATH for a newer one behind it", async () => {
    const folder = temporaryFolder();
    installGo(join(folder, "old"), fakeGo("go1.23.9"));
    const fresh = installGo(join(folder, "new"), fakeGo("go1.24.0"));
    const PATH = [join(folder, "old", "bin"), join(folder, "new", "bin"), "/usr/bin", "/bin"].join(delimiter);
    expect(await resolveToolchain({}, hostWith({ PATH }))).toMatchObject({ path: fresh });
  });

  test("never takes a go from the working directory", async () => {
    const host = hostWith({ PATH: `.${delimiter}${delimiter}bin` });
    expect(await host.files.findOnPath("sh")).toEqual([]);
  });
});

describe("a Go that does not serve", () => {
  test.each<[name: string, go: string | undefined, reason: string]>([
    ["is not there", undefined, "there is no such file"],
    ["is too old", fakeGo("go1.23.9"), "it is go1.23.9; 1.24 or later is needed"],
    [
      "answers something else",
      "#!/bin/sh\nprintf 'hello\\nworld\\n'\n",
      'it says that its version is "hello"',
    ],
    ["fails", "#!/bin/sh\necho broken >&2\nexit 3\n", "go env failed with exit code 3: broken"],
  ])("by --go or SANDGLASS_GO because it %s is one error", async (_, text, reason) => {
    const folder = temporaryFolder();
    const path = text === undefined ? join(folder, "bin", "go") : installGo(folder, text);
    const error = await failure(resolveToolchain({ go: path }, hostWith({})));
    expect(error).toMatchObject({ code: "build/go-unusable", place: { file: path } });
    expect(error.message).toBe(`--go names a Go that cannot be used: ${reason}`);
    const fromEnvironment = await failure(resolveToolchain({}, hostWith({ SANDGLASS_GO: path })));
    expect(fromEnvironment.message).toBe(`SANDGLASS_GO names a Go that cannot be used: ${reason}`);
  });

  test("on PATH is named with its reason when nothing else is found", async () => {
    const folder = temporaryFolder();
    const path = installGo(folder, fakeGo("go1.23.9"));
    const host = hostWith({ PATH: `${join(folder, "bin")}:/usr/bin:/bin` });
    const error = await failure(resolveToolchain({ offline: true }, host, PIN));
    expect(error.code).toBe("build/no-go");
    expect(error.message).toContain(`${path}: it is go1.23.9; 1.24 or later is needed`);
    expect(error.message).toContain("offline, so go1.26.8 is not fetched");
    expect(error.hint).toBe(
      "install Go 1.24 or later (https://go.dev/dl), or name one with --go or SANDGLASS_GO",
    );
  });
});

const PREFIX = "golang.org/toolchain@v0.0.1-go1.26.8.plan9-mips/";
const URL_PATH = "/golang.org/toolchain/@v/v0.0.1-go1.26.8.plan9-mips.zip";
const CONTENTS: Readonly<Record<string, string>> = {
  "bin/go": fakeGo("go1.26.8"),
  "pkg/tool/linux_amd64/compile": "#!/bin/sh\n",
  "src/_go.mod": "module std\n",
  "src/fmt/print.go": "package fmt\n",
  VERSION: "go1.26.8\n",
};
const PIN: ToolchainPin = { goVersion: "go1.26.8", platform: "plan9-mips", h1: h1Of(CONTENTS) };

function h1Of(contents: Readonly<Record<string, string>>, prefix = PREFIX): string {
  return hash1(
    Object.entries(contents).map(([path, text]) => ({ name: prefix + path, sha256: sha256(text) })),
    sha256,
  );
}

function zipOf(contents: Readonly<Record<string, string>>, prefix = PREFIX): Uint8Array {
  const encoder = new TextEncoder();
  return zipSync(
    Object.fromEntries(Object.entries(contents).map(([path, text]) => [prefix + path, encoder.encode(text)])),
  );
}

/** A module proxy on the loopback interface; its requests are kept. */
async function proxy(answer: RequestListener): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.url} ${request.headers.authorization ?? ""}`.trim());
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

const serves =
  (zip: Uint8Array): RequestListener =>
  (_, response) =>
    void response.end(zip);
const refuses =
  (status: number): RequestListener =>
  (_, response) =>
    void response.writeHead(status).end("no");

describe("the pinned toolchain", () => {
  test.each(["linux-amd64", "linux-arm64", "darwin-amd64", "darwin-arm64"])(
    "has a hash for %s",
    (platform) => {
      const [os = "", arch = ""] = platform.split("-");
      expect(pinnedToolchain(os, arch)).toMatchObject({
        platform,
        h1: expect.stringMatching(/^h1:[A-Za-z0-9+/]{43}=$/),
      });
    },
  );

  test("is fetched once, verified, unpacked with its modes, and found again without network", async () => {
    const { url, requests } = await proxy(serves(zipOf(CONTENTS)));
    const host = hostWith({ GOPROXY: url });
    const [first, twin] = await Promise.all([1, 2].map(() => resolveToolchain({}, host, PIN)));
    const root = `${host.cacheFolder}/toolchains/go1.26.8.plan9-mips`;
    expect(first).toEqual({
      path: `${root}/bin/go`,
      goRoot: root,
      goVersion: "go1.26.8",
      source: "download",
    });
    expect(twin).toEqual(first);
    expect(requests).toEqual([URL_PATH]);
    const mode = (path: string): number => statSync(join(root, path)).mode & 0o111;
    expect([mode("bin/go"), mode("pkg/tool/linux_amd64/compile")]).toEqual([0o100, 0o100]);
    expect([mode("VERSION"), mode("src/go.mod"), existsSync(join(root, "src/_go.mod"))]).toEqual([
      0,
      0,
      false,
    ]);
    expect(readdirSync(`${host.cacheFolder}/toolchains`)).toEqual(["go1.26.8.plan9-mips"]);
    expect(await resolveToolchain({ offline: true }, host, PIN)).toEqual(first);
  });

  test("may come from a folder, and credentials of a proxy go into the header and out of messages", async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "golang.org/toolchain/@v"), { recursive: true });
    writeFileSync(join(folder, URL_PATH), zipOf(CONTENTS));
    const { url, requests } = await proxy(refuses(404));
    const secret = url.replace("http://", "http://user:pass%21@");
    const failed = await failure(resolveToolchain({}, hostWith({ GOPROXY: `${secret},direct` }), PIN));
    expect(failed.message).not.toContain("pass");
    const host = hostWith({ GOPROXY: `${secret},file://${folder}` });
    expect(await resolveToolchain({}, host, PIN)).toMatchObject({ source: "download" });
    expect(requests[0]).toBe(`${URL_PATH} Basic ${Buffer.from("user:pass!").toString("base64")}`);
  });

  test.each<[name: string, answer: RequestListener, reason: RegExp]>([
    [
      "a wrong hash",
      serves(zipOf({ ...CONTENTS, "bin/go": fakeGo("go1.26.9") })),
      /the checksum is h1:.*, but h1:.* is expected: it was not used/,
    ],
    ["a file more", serves(zipOf({ ...CONTENTS, "bin/extra": "x" })), /the checksum is/],
    ["a body that is cut off", cutOff(zipOf(CONTENTS)), /the connection broke off/],
    ["a zip that is cut off", serves(zipOf(CONTENTS).subarray(0, 300)), /not a zip file, or not a whole one/],
    ["no zip at all", serves(new TextEncoder().encode("<html>sign in</html>")), /not a zip file/],
    ["files that leave the folder", serves(zipOf({ "../../evil": "x" })), /is not a plain relative path/],
    [
      "files of another module",
      serves(zipOf(CONTENTS, "example.com/evil@v1.0.0/")),
      /outside of golang.org\/toolchain/,
    ],
    ["404", refuses(404), /the server answered 404/],
    ["403", refuses(403), /the server answered 403/],
    ["500", refuses(500), /the server answered 500/],
  ])("is not taken from a proxy that serves %s, and nothing is left or run", async (_, answer, reason) => {
    const { url } = await proxy(answer);
    const host = hostWith({ GOPROXY: url });
    const error = await failure(resolveToolchain({}, host, PIN));
    expect(error.code).toBe("build/no-go");
    expect(error.message).toMatch(reason);
    expect(error.message).toContain(`${url}${URL_PATH}`);
    expect(error.hint).toContain("--go or SANDGLASS_GO");
    expect(readdirSync(`${host.cacheFolder}/toolchains`)).toEqual([]);
    expect(readdirSync(`${host.cacheFolder}/locks`)).toEqual([]);
  });

  test.each([
    ["nobody listens", "http://127.0.0.1:9", /fetch failed/],
    ["GOPROXY is off", "off", /GOPROXY allows no place to fetch go1.26.8 from/],
    ["GOPROXY is direct only", "direct", /GOPROXY allows no place/],
    ["there is no such folder", "file:///nonexistent", /there is no such file/],
  ])("cannot be fetched when %s, and the error says so", async (_, GOPROXY, reason) => {
    const error = await failure(resolveToolchain({}, hostWith({ GOPROXY }), PIN));
    expect(error).toMatchObject({ code: "build/no-go", message: expect.stringMatching(reason) });
    expect(error.message).toContain("there is no go on PATH");
  });

  test("is asked of the next proxy as Go does: after a comma on 404 only, after a pipe on any failure", async () => {
    const [absent, broken, good] = await Promise.all([
      proxy(refuses(404)),
      proxy(refuses(500)),
      proxy(serves(zipOf(CONTENTS))),
    ]);
    const found = await resolveToolchain({}, hostWith({ GOPROXY: `${absent.url},${good.url}` }), PIN);
    expect(found.source).toBe("download");
    await failure(resolveToolchain({}, hostWith({ GOPROXY: `${broken.url},${good.url}` }), PIN));
    expect(good.requests.length).toBe(1);
    expect(await resolveToolchain({}, hostWith({ GOPROXY: `${broken.url}|${good.url}` }), PIN)).toEqual(
      expect.objectContaining({ source: "download" }),
    );
  });

  test("is not known for a platform without a hash", async () => {
    const host = { ...hostWith({ GOPROXY: "off" }), os: "aix", arch: "ppc64" };
    expect((await failure(resolveToolchain({}, host))).message).toContain(
      "no toolchain is pinned for aix/ppc64",
    );
  });

  test("that cannot be stored because the disk is full is one error", async () => {
    const { url } = await proxy(serves(zipOf(CONTENTS)));
    const host = hostWith({ GOPROXY: url });
    const create = async (path: string, ...rest: [string, boolean?]): Promise<void> => {
      if (path.includes("/toolchains/")) throw Object.assign(new Error("full"), { code: "ENOSPC" });
      return host.files.create(path, ...rest);
    };
    const full = { ...host, files: { ...host.files, create } } as BuildHost;
    expect(await failure(resolveToolchain({}, full, PIN))).toMatchObject({ code: "build/disk-full" });
    expect(readdirSync(`${host.cacheFolder}/toolchains`)).toEqual([]);
  });
});

/** Promises the whole, sends half, and hangs up. */
function cutOff(zip: Uint8Array): RequestListener {
  return (_, response) => {
    response.writeHead(200, { "content-length": zip.length });
    response.write(zip.subarray(0, zip.length >> 1), () => response.destroy());
  };
}
