import type { View } from './view.ts'

/** `docs/digests.md`: every view, from the files that are run. */
export function digestReference(views: readonly View[]): string {
  const each = views.map(({ id, title, question, needs, advice, chart }) =>
    [
      `## ${title}`,
      '',
      `\`/ai-usage digest ${id}\``,
      '',
      `| | |\n|---|---|\n| Question | ${question} |\n| Needs | ${needs} |\n| Chart | ${chart} |\n| Recommends | ${advice} |`,
    ].join('\n'),
  )
  return `# Digest views

\`/ai-usage digest\` looks at all of these and tells what matters most: at most three findings, each with
what to do, what to expect of it, and a button that shows its numbers. \`digest team:sales\` is one team's,
beside the middle of the others; \`digest as-of:2026-11-23\` the one of that Monday, with the numbers as they
are known today and what was restated since it was due; \`digest VIEW\` one view with its chart.
\`digest renewal tool:chatgpt\` is one contract on a page that names nobody: typed in the messages of the app, or sent there
by a subscription, it can be forwarded as it is.

Every Monday speaks of the week that ended the day before. Findings are ranked by size × confidence ×
novelty: the part of the company's people and money they touch, how sure they are, and whether they were
there in the four Mondays before. An effect is worked out from counts and prices, or it is said that there
is no evidence yet. Who reads published numbers gets the company's digest, or their own team's, and no
other team's name. [digests-method.md](digests-method.md) says what counts as a change, and how that was tested.

${each.join('\n\n')}

---

Generated from \`digests/\`. After changing them, run \`npx vitest run test/core/docs.test.ts --update\`.
`
}
