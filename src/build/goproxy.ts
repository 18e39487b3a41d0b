/** One place of GOPROXY, in order. `fallThrough` says on which failure the next place is asked. */
export interface GoProxy {
  readonly url: string;
  /** Go's rule: after a comma only when the place has no such module, after a pipe on any failure. */
  readonly fallThrough: "absent" | "any";
}

/** Go's own default. */
const DEFAULT_GOPROXY = "https://proxy.golang.org,direct";

/**
 * Reads GOPROXY as Go does (go help goproxy). `direct` is skipped, since a toolchain has no version control to be fetched
 * from; `off` ends the list. Empty when no place is left.
 */
export function parseGoProxy(value: string | undefined): readonly GoProxy[] {
  const proxies: GoProxy[] = [];
  for (const [, url = "", separator] of (value?.trim() || DEFAULT_GOPROXY).matchAll(/([^,|]+)([,|]?)/g)) {
    const place = url.trim();
    if (place === "off") break;
    if (place === "" || place === "direct" || place === "noproxy") continue;
    proxies.push({
      url: withScheme(place).replace(/\/+$/, ""),
      fallThrough: separator === "|" ? "any" : "absent",
    });
  }
  return proxies;
}

/** A URL without its user and password, for messages. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z]+:\/\/)[^/@]*@/, "$1");
}

function withScheme(place: string): string {
  return /^(https?|file):\/\//.test(place) ? place : `https://${place}`;
}
