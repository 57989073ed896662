import type { Confounder, Design, Verdict } from './findings.ts'

export const REASONS: Record<Verdict, string> = {
  'associated more': 'More than chance would do, and not explained by the weeks before.',
  'associated less': 'Less than chance would do, and not explained by the weeks before.',
  'nothing to tell': 'With so many questions asked, chance alone may do as much.',
  'flagged: differed before': 'They differed as much before they began, or nearly.',
  'flagged: trends differed before':
    'They were on their way there before they began, or falling back.',
  'flagged: before not known':
    'Too little is known of the weeks before to say that it was not so then.',
  'refused: too few people': 'Too few people on one of the two sides.',
  'refused: too few units': 'Too few teams that have both sides, or one outweighs the others.',
  'refused: too few weeks': 'Too few weeks.',
  'refused: nothing known': 'No source reports it.',
}

/** What each design leaves open, the likeliest first. */
export const NOT_RULED_OUT: Record<Design, readonly Confounder[]> = {
  level: [
    'their work',
    'the other way about',
    'who they are',
    'what else changed',
    'how work is counted',
    'effects on colleagues',
    'who came and left',
  ],
  adoption: [
    'what else changed',
    'their work',
    'the other way about',
    'how work is counted',
    'effects on colleagues',
    'who came and left',
  ],
  units: ['what else changed', 'their work', 'how work is counted', 'who came and left'],
}
