import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { describe, expect, test } from "vitest";
import { sourceLines } from "../../src/build/columns.ts";
import { hash1 } from "../../src/build/dirhash.ts";
import { parseGoOutput } from "../../src/build/go-output.ts";
import { compareGoVersions, parseGoVersion } from "../../src/build/go-version.ts";
import { parseGoProxy, withoutCredentials } from "../../src/build/goproxy.ts";
import { isPortablePath } from "../../src/build/portable-path.ts";
import { cacheFolder, homeFolder, moduleCacheFolder } from "../../src/platform/node/build-folders.ts";

describe("a Go version", () => {
  test.each([
    ["go1.26.8", [1, 26, 8]],
    ["1.24", [1, 24, 0]],
    ["go1.27rc1", [1, 27, 0]],
    ["devel go1.28-0123abc Thu", [1, 28, 0]],
    ["go1.26.8 X:nocoverageredesign", [1, 26, 8]],
    ["go1.26.8-custom", [1, 26, 8]],
  ] as const)("is read from %s", (text, [major, minor, patch]) => {
    expect(parseGoVersion(text)).toEqual({ major, minor, patch });
  });

  test.each(["", "go", "go1", "hello", "1.26.8evil", "v1.2.3"])("is not read from %j", (text) => {
    expect(parseGoVersion(text)).toBeUndefined();
  });

  test("is ordered by number, not by text", () => {
    const order = ["1.9.9", "1.10", "1.24", "1.24.1", "1.26"].map((text) => parseGoVersion(text)!);
    expect([...order].reverse().sort(compareGoVersions)).toEqual(order);
  });
});

describe("GOPROXY", () => {
  test.each<[value: string | undefined, places: readonly string[]]>([
    [undefined, ["https://proxy.golang.org absent"]],
    ["", ["https://proxy.golang.org absent"]],
    ["https://a/,http://b|file:///c,direct", ["https://a absent", "http://b any", "file:///c absent"]],
    ["goproxy.example", ["https://goproxy.example absent"]],
    ["https://a,off,https://b", ["https://a absent"]],
    ["off", []],
    ["direct", []],
  ])("%s names its places in order", (value, places) => {
    expect(parseGoProxy(value).map(({ url, fallThrough }) => `${url} ${fallThrough}`)).toEqual(places);
  });

  test("is shown without credentials", () => {
    expect(withoutCredentials("https://user:secret@host/path")).toBe("https://host/path");
  });
});

describe("hash1", () => {
  test("is the hash of sorted lines, as golang.org/x/mod/sumdb/dirhash writes it", () => {
    const hash = (text: string, encoding: "hex" | "base64" = "hex"): string =>
      createHash("sha256").update(text).digest(encoding);
    const names = ["b", "a/\u{1F600}", "a/\uFF5E", "a"];
    const sorted = ["a", "a/\uFF5E", "a/\u{1F600}", "b"];
    const expected = hash(sorted.map((name) => `${hash(name)}  ${name}\n`).join(""), "base64");
    expect(
      hash1(
        names.map((name) => ({ name, sha256: hash(name) })),
        hash,
      ),
    ).toBe(`h1:${expected}`);
  });
});

describe("a path", () => {
  test.each(["main.go", "a/b-c_d/e.txt", "ünï/文.go", ".github/x.yml", "a (1).txt"])(
    "%s is portable",
    (path) => {
      expect(isPortablePath(path)).toBe(true);
    },
  );

  test.each([
    "",
    "/etc/passwd",
    "../a",
    "a/../b",
    "a//b",
    "a/",
    "./a",
    "a\\b",
    "C:a",
    "a\nb",
    "a\0b",
    "a.",
    "a ",
    "nul",
    "con.go",
    "a*b",
  ])("%j is not", (path) => {
    expect(isPortablePath(path)).toBe(false);
  });
});

describe("lines of a source", () => {
  test("turn byte columns into UTF-16 columns", () => {
    const lines = sourceLines(Buffer.from("a\r\né𝄞x\n"));
    expect([lines.count, lines.text(1), lines.text(2), lines.text(9)]).toEqual([3, "a", "é𝄞x", ""]);
    expect([1, 3, 7, 8].map((byte) => lines.column(2, byte))).toEqual([1, 2, 4, 5]);
  });
});

describe("what go build prints", () => {
  test("is read as complaints with places, related places and continuation", () => {
    const text = [
      "# program",
      "./main.go:3:4: too many arguments",
      "\thave (int)",
      "\twant ()",
      "sub\\x.go:7: redeclared",
      "\t./main.go:1:2: other declaration",
      "go: some trouble",
      "too many errors",
      "./main.go:9:1: too many errors",
    ].join("\r\n");
    expect(parseGoOutput(text)).toEqual([
      {
        place: { path: "./main.go", line: 3, byteColumn: 4 },
        message: "too many arguments; have (int); want ()",
        related: [],
      },
      {
        place: { path: "sub/x.go", line: 7, byteColumn: undefined },
        message: "redeclared",
        related: [{ place: { path: "./main.go", line: 1, byteColumn: 2 }, message: "other declaration" }],
      },
      { place: undefined, message: "go: some trouble", related: [] },
    ]);
  });

  test("is one complaint when the compiler crashed, without its stack dump", () => {
    const text =
      "# program\nmain.go:1:1: first\npanic: oops [recovered]\n\ngoroutine 1 [running]:\nmain.go:9:9: nonsense\n";
    expect(parseGoOutput(text).map(({ message }) => message)).toEqual([
      "first",
      "the compiler crashed: panic: oops [recovered]",
    ]);
  });

  test("cannot colour the terminal or turn its text around, and has an end", () => {
    const [complaint] = parseGoOutput(`main.go:1:1: \u001b[31mred\u202eder\u0007${"x".repeat(5000)}`);
    expect(complaint?.message.startsWith("[31mredderx")).toBe(true);
    expect(complaint?.message.length).toBe(600);
    expect(parseGoOutput("main.go:1:1: x\n".repeat(500)).length).toBe(100);
  });
});

describe("the cache folder", () => {
  const at = (environment: Record<string, string>, platform: string): string =>
    cacheFolder((name) => environment[name], platform, "/home/u");
  test.each<[name: string, environment: Record<string, string>, platform: string, folder: string]>([
    ["SANDGLASS_CACHE wherever it is set", { SANDGLASS_CACHE: "/c", XDG_CACHE_HOME: "/x" }, "linux", "/c"],
    ["XDG_CACHE_HOME on Linux", { XDG_CACHE_HOME: "/x" }, "linux", "/x/sandglass"],
    ["~/.cache on Linux", { XDG_CACHE_HOME: "relative" }, "linux", "/home/u/.cache/sandglass"],
    ["~/Library/Caches on macOS", {}, "darwin", "/home/u/Library/Caches/sandglass"],
    ["LOCALAPPDATA on Windows", { LOCALAPPDATA: "C:\\Local" }, "win32", "C:/Local/sandglass"],
  ])("is %s", (_, environment, platform, folder) => {
    expect(at(environment, platform)).toBe(folder);
  });

  test("is never in the working directory, which may be anyone's, unless the user says so", () => {
    for (const home of ["", "relative"]) {
      expect(cacheFolder(() => undefined, "linux", home)).toBe("/dev/null/sandglass");
    }
    expect(isAbsolute(homeFolder())).toBe(true);
  });

  test("of Go modules is where the go command has it", () => {
    const of = (environment: Record<string, string>): string | undefined =>
      moduleCacheFolder((name) => environment[name], "/home/u");
    expect(of({ GOMODCACHE: "/m", GOPATH: "/g" })).toBe("/m");
    expect(of({ GOPATH: "/g:/h" })).toBe("/g/pkg/mod");
    expect(of({})).toBe("/home/u/go/pkg/mod");
  });
});
