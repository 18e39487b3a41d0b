import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { html } from "../../src/report/html.ts";
import { junit } from "../../src/report/junit.ts";
import { poisoned } from "./fixtures/poison.ts";
import { accepted, audit, check, context, rejected, warned } from "./fixtures/samples.ts";

const CHROMIUM = "/usr/bin/chromium";
const FLAGS =
  "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Code for the page, as text: the types of a browser are not those of this program. */
const FAINT_TEXTS = readFileSync(new URL("fixtures/faint-texts.js", import.meta.url), "utf8")
  .replace(/^\/\*\*.*\n/, "")
  .replace(/;\n$/, "");

describe.runIf(existsSync(CHROMIUM))("the page in a browser", () => {
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "sandglass-page-"));
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(" ") });
  });

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens a page as a file; `complaints` gathers console messages, errors, dialogs and every request but the page itself. */
  async function open(
    text: string,
    options: BrowserContextOptions = {},
  ): Promise<{ page: Page; complaints: string[] }> {
    const file = join(folder, "report.html");
    writeFileSync(file, text);
    const page = await (await browser.newContext(options)).newPage();
    const complaints: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("dialog", (dialog) => void dialog.dismiss().then(() => complaints.push("a dialog")));
    page.on("request", (request) => {
      if (!request.url().startsWith(pathToFileURL(file).href) && !request.url().startsWith("data:"))
        complaints.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return { page, complaints };
  }

  test.each([
    ["check", html.renderCheck(check, context)],
    ["rejected preflight", html.renderPreflight!(rejected, context)],
    ["accepted preflight", html.renderPreflight!(accepted, context)],
    ["audit", html.renderAudit!(audit, context)],
  ])("of a %s opens without a complaint and with its headings", async (_, text) => {
    const { page, complaints } = await open(text);
    expect(await page.locator("h1").count()).toBe(1);
    expect(await page.locator("main h2").count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test("hostile text in every field runs nothing and fetches nothing", async () => {
    const sources = new Map([...context.sources].map(([file, text]) => [poisoned(file), poisoned(text)]));
    const hostile = { ...context, sources, rules: poisoned(context.rules) };
    for (const text of [
      html.renderPreflight!(poisoned(rejected), hostile),
      html.renderCheck(poisoned(check), hostile),
      html.renderAudit!(poisoned(audit), hostile),
    ]) {
      const { page, complaints } = await open(text);
      if ((await page.locator("#function-filter").count()) > 0) await page.fill("#function-filter", "owned");
      const state = await page.evaluate(`({
        owned: "owned" in window,
        scripts: document.scripts.length,
        active: document.querySelectorAll("img, iframe, object, embed, form, [onerror], [onload]").length,
        links: [...document.links].filter((link) => !link.getAttribute("href").startsWith("#")).length,
      })`);
      expect(state).toEqual({ owned: false, scripts: 2, active: 0, links: 0 });
      expect(complaints).toEqual([]);
      await page.context().close();
    }
  });

  test("even markup that got in could not run, for the policy of the page forbids it", async () => {
    const injected = html
      .renderCheck(check, context)
      .replace("<main", "<script>window.owned=1</script><img src=x onerror='window.owned=1'><main");
    const { page, complaints } = await open(injected);
    expect(await page.evaluate('"owned" in window')).toBe(false);
    expect(complaints.join("\n")).toContain("Content Security Policy");
    await page.context().close();
  });

  test("the filter looks through all functions, not only those that are shown", async () => {
    const { page } = await open(html.renderPreflight!(rejected, context));
    const rows = page.locator("#function-rows tr");
    expect(await rows.count()).toBe(100);
    await page.fill("#function-filter", "step119");
    expect(await rows.locator("td").allTextContents()).toEqual([
      "net/http.(*Transport).step119",
      "net/http",
      "1,390",
      "0.1 %",
    ]);
    await page.fill("#function-filter", "MAIN watch");
    expect(await page.locator("#function-status").textContent()).toBe("1 function, 5,570 bytes");
    await page.fill("#function-filter", "");
    expect(await rows.count()).toBe(100);
    await page.context().close();
  });

  test("the theme follows the system and can be switched", async () => {
    const { page } = await open(html.renderPreflight!(warned, context), { colorScheme: "dark" });
    const ground = (): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(await ground()).toBe("rgb(21, 20, 18)");
    await page.click("#theme");
    expect(await ground()).toBe("rgb(250, 249, 246)");
    await page.reload();
    expect(await ground()).toBe("rgb(250, 249, 246)");
    await page.context().close();
  });

  test.each([360, 390, 768, 1280])("nothing sticks out at a width of %d", async (width) => {
    const long = { ...poisoned(rejected), stdout: "x".repeat(5_000) };
    for (const report of [rejected, long]) {
      const { page } = await open(html.renderPreflight!(report, context), {
        viewport: { width, height: 800 },
      });
      expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      await page.context().close();
    }
  });

  test.each(["light", "dark"] as const)(
    "all text has a contrast of at least 4.5 in the %s theme",
    async (colorScheme) => {
      for (const report of [rejected, warned, accepted]) {
        const { page } = await open(html.renderPreflight!(report, context), { colorScheme });
        const { seen, found } = await page.evaluate<{ seen: number; found: string[] }>(`(${FAINT_TEXTS})()`);
        expect(seen).toBeGreaterThan(300);
        expect(found).toEqual([]);
        await page.context().close();
      }
    },
  );

  test("the keyboard reaches the skip link first, and scrolling parts", async () => {
    const { page } = await open(html.renderPreflight!(rejected, context));
    await page.keyboard.press("Tab");
    expect(await page.evaluate("document.activeElement.className")).toBe("skip");
    const unreachable = await page.locator('pre:not([tabindex="0"]), .scroll:not([tabindex="0"])').count();
    expect(unreachable).toBe(0);
    await page.context().close();
  });

  test("without scripts all of it is there but the filter", async () => {
    const { page } = await open(html.renderPreflight!(rejected, context), { javaScriptEnabled: false });
    expect(await page.locator("#function-rows tr").count()).toBe(100);
    expect(await page.locator("#function-filter").isVisible()).toBe(false);
    expect(await page.locator("#theme").isVisible()).toBe(false);
    await page.context().close();
  });

  test("JUnit XML is well-formed for a browser too", async () => {
    const { page } = await open(html.renderCheck(check, context));
    const xml = JSON.stringify(junit.renderPreflight!(poisoned(rejected), context));
    const errors = await page.evaluate(
      `new DOMParser().parseFromString(${xml}, "application/xml").querySelectorAll("parsererror").length`,
    );
    expect(errors).toBe(0);
    await page.context().close();
  });
});
