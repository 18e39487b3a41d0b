import type { CodeFrame, FrameLine } from "../code-frame.ts";
import { type Markup, markup } from "./markup.ts";

/** A code frame: numbered lines, the places marked, labels below their line. `place` is shown as its caption. */
export function frameHtml(frame: CodeFrame, place: string): Markup {
  return markup`<figure class="frame"><figcaption>${place}</figcaption><pre tabindex="0" aria-label="Source of ${place}"><code>${frame.lines.map(lineHtml)}</code></pre></figure>`;
}

function lineHtml(line: FrameLine): Markup {
  const gap = line.afterGap ? markup`<span class="row gap"><span class="no">⋮</span></span>` : undefined;
  const hit = line.marks.some((mark) => mark.primary) ? " hit" : "";
  const labels = line.marks
    .filter((mark) => mark.label !== "")
    .map(
      (mark) =>
        markup`<span class="row"><span class="no"></span>${" ".repeat(mark.cell)}<span class="label">↑ ${mark.label}</span></span>`,
    );
  return markup`${gap}<span class="row${hit}"><span class="no">${line.number}</span>${marked(line)}
</span>${labels}`;
}

/** The line in pieces between all ends of its marks; where marks overlap, that of the finding itself wins. */
function marked(line: FrameLine): Markup[] {
  const ends = line.marks.flatMap((mark) => [mark.from, mark.to]);
  const cuts = [...new Set([0, ...ends, line.text.length])].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((from, index) => {
    const to = cuts[index + 1] ?? from;
    const text = line.text.slice(from, to);
    const over = line.marks.filter((mark) => mark.from <= from && to <= mark.to);
    if (over.length === 0) return markup`${text}`;
    return over.some((mark) => mark.primary)
      ? markup`<mark class="primary">${text}</mark>`
      : markup`<mark>${text}</mark>`;
  });
}
