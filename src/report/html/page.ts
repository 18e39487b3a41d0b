import { type Markup, markup, trustedMarkup } from "./markup.ts";
import { SCRIPT } from "./script.ts";
import { sha256Base64 } from "./sha256.ts";
import { STYLE } from "./style.ts";

export interface Page {
  readonly title: string;
  /** In order; each is a link in the head of the page. */
  readonly sections: readonly PageSection[];
  /** What comes before the sections: name, verdict, key figures. */
  readonly banner: Markup;
  /** The report itself, embedded as JSON. */
  readonly data: unknown;
  readonly toolVersion: string;
}

export interface PageSection {
  readonly id: string;
  readonly title: string;
  readonly body: Markup;
}

/** The whole document: one file that fetches nothing and in which only our own script, known by its hash, can run. */
export function pageHtml(page: Page): string {
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="sandglass ${page.toolVersion}">
<title>${page.title}</title>
<link rel="icon" href="${ICON}">
<style>${trustedMarkup(STYLE)}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
${pageHead(page)}
<main id="content" tabindex="-1">
${page.banner}
${page.sections.map(sectionHtml)}
</main>
<footer><p>Made by sandglass ${page.toolVersion}. All text from the program and its source is shown as text.</p>
<button type="button" id="save" hidden>Save as JSON</button></footer>
<script type="application/json" id="report-data">${embeddedJson(page.data)}</script>
<script>${trustedMarkup(SCRIPT)}</script>
</body>
</html>
`.toString();
}

function pageHead(page: Page): Markup {
  const links = page.sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`);
  return markup`<header class="top"><div>
<p class="brand">${HOURGLASS} Sandglass</p>
<nav aria-label="Sections"><ul>${links}</ul></nav>
<button type="button" id="theme" hidden>Dark theme</button>
</div></header>`;
}

function sectionHtml({ id, title, body }: PageSection): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${body}
</section>
`;
}

/** Only style and script with these hashes, only images inside the file, nothing from anywhere else. */
function contentSecurityPolicy(): string {
  return [
    "default-src 'none'",
    `style-src 'sha256-${sha256Base64(STYLE)}'`,
    `script-src 'sha256-${sha256Base64(SCRIPT)}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** JSON in which nothing can end the script element or open a comment (HTML, 4.12.1.3). */
function embeddedJson(data: unknown): Markup {
  const json = JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return trustedMarkup(json);
}

const HOURGLASS: Markup = trustedMarkup(
  '<svg width="18" height="20" viewBox="0 0 18 20" fill="none" stroke="currentColor" stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M2 1.5h14M2 18.5h14M3.5 1.5c0 5 5.5 6 5.5 8.5s-5.5 3.5-5.5 8.5M14.5 1.5c0 5-5.5 6-5.5 8.5s5.5 3.5 5.5 8.5"/><path d="M6.3 16.8c.6-1.5 1.6-2.2 2.7-2.8 1.1.6 2.1 1.3 2.7 2.8z" fill="currentColor" stroke="none"/></svg>',
);

const ICON: string =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 20' fill='none' stroke='%23a3701a' stroke-width='2'%3E%3Cpath d='M2 1.5h14M2 18.5h14M3.5 1.5c0 5 5.5 6 5.5 8.5s-5.5 3.5-5.5 8.5M14.5 1.5c0 5-5.5 6-5.5 8.5s5.5 3.5 5.5 8.5'/%3E%3C/svg%3E";
