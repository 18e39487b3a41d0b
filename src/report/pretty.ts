import { prettyAudit } from "./pretty/audit.ts";
import { prettyBuild } from "./pretty/build.ts";
import { prettyCheck } from "./pretty/findings.ts";
import { prettyHarden } from "./pretty/harden.ts";
import { prettyOutcome } from "./pretty/outcome.ts";
import { prettyPreflight } from "./pretty/preflight.ts";
import { prettyProof } from "./pretty/proof.ts";
import { prettyVerify } from "./pretty/verify.ts";
import type { ReportFormat } from "./report.ts";

/** For people at a terminal. Nothing from source or guest reaches it unescaped. */
export const pretty: ReportFormat = {
  id: "pretty",
  summary: "text with code frames, for people",
  contentType: "text/plain; charset=utf-8",
  renderCheck: prettyCheck,
  renderPreflight: prettyPreflight,
  renderBuild: prettyBuild,
  renderHarden: prettyHarden,
  renderVerify: prettyVerify,
  renderProof: prettyProof,
  renderAudit: prettyAudit,
  renderOutcome: prettyOutcome,
};
