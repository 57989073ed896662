import type { Answered } from '#core/message/answered.ts'
import { day } from '#core/time/day.ts'
import { measured, measurement, people, spread, unknown } from '#test/support/measured.ts'

import {
  answered,
  dollars,
  four,
  september,
  today,
  october,
  nothing,
  upTo,
  row,
  models,
  aliases,
  allPriced,
  engineering,
  eng,
} from './given.ts'

/** Questions as leaders ask them, measured. */
export const cases: readonly (readonly [string, Answered])[] = [
  ['a team over thirty days', answered({ measured: measured(four()), ...engineering }, eng)],
  [
    'the company, all estimated, with fewer working days than before',
    answered({
      span: { ...september, grain: 'day' },
      today: day('2026-09-30'),
      measured: measured(
        [
          measurement(
            'spend',
            { now: spread(dollars(61_204)), before: spread(dollars(52_000)), span: september },
            {
              unpricedTokenShare: 0,
              byBasis: { billed: 0, estimated: dollars(61_204), credits: 0 },
            },
          ),
          {
            ...people(312, 300),
            comparable: {
              now: 312,
              before: 300,
              days: 30,
              workingDaysNow: 22,
              workingDaysBefore: 20,
            },
          },
          measurement('messages', { now: spread(99_000), before: spread(90_000), span: september }),
        ],
        { headcount: 400, dataThrough: '2026-09-29', tools: upTo('2026-09-29') },
      ),
    }),
  ],
  [
    'a team by model',
    answered(
      {
        ...engineering,
        measured: measured(four({ ...allPriced, by: { dimension: 'model', rows: models } })),
      },
      { ...eng, by: 'model' },
    ),
  ],
  [
    'the company by person, for an admin in private',
    answered(
      {
        measured: measured(
          [
            measurement(
              'spend',
              { now: spread(dollars(3_880)), before: spread(dollars(3_600)) },
              {
                ...allPriced,
                by: { dimension: 'user', rows: [...aliases, row(null, 100, 100)] },
              },
            ),
          ],
          { headcount: 400 },
        ),
      },
      { by: 'user' },
    ),
  ],
  [
    'active people by team: a person in two teams counts once',
    answered(
      {
        measured: measured([
          people(38, 35, {
            by: {
              dimension: 'team',
              rows: [
                row('Engineering', 30, 28, (n) => n),
                row('Sales', 9, 9, (n) => n),
                row(null, 1, 0, (n) => n),
              ],
            },
          }),
        ]),
      },
      { metrics: ['active_people'], by: 'team' },
    ),
  ],
  [
    'no price for anything: messages and tokens speak',
    answered({
      ...engineering,
      measured: measured([
        measurement('spend', { now: unknown, before: unknown }, { unpricedTokenShare: 1 }),
        people(1, 0, {
          comparable: { now: 1, before: 0, days: 30, workingDaysNow: 22, workingDaysBefore: 22 },
        }),
        measurement('messages', { now: spread(1), before: () => 0 }),
        measurement(
          'sessions',
          { now: unknown, before: unknown },
          { coverage: { tools: [], cannot: ['chatgpt', 'claude'] } },
        ),
        measurement('input_tokens', { now: spread(1_240_000), before: spread(1_000_000) }),
        measurement('output_tokens', { now: spread(340_000), before: spread(300_000) }),
      ]),
    }),
  ],
  [
    'data ends eight days early: no fall is told',
    answered({
      ...engineering,
      measured: measured(
        [
          measurement(
            'spend',
            { now: (index) => (index < 22 ? dollars(150) : null), before: () => dollars(120) },
            {
              unpricedTokenShare: 0,
              byBasis: { billed: dollars(3_300), estimated: 0, credits: 0 },
            },
          ),
          measurement('messages', { now: (index) => (index < 22 ? 100 : null), before: () => 100 }),
        ],
        { dataThrough: '2026-11-12', tools: upTo('2026-11-12') },
      ),
    }),
  ],
  [
    'one tool ends earlier than the other, in another zone',
    answered({
      measured: measured(four(allPriced), {
        dataThrough: '2026-11-17',
        tools: [
          { tool: 'chatgpt', dataThrough: '2026-11-20', bucketZone: 'Europe/Berlin' },
          { tool: 'github-copilot', dataThrough: '2026-11-17', bucketZone: 'UTC' },
        ],
      }),
      zone: 'Europe/Berlin',
    }),
  ],
  [
    'the first month of data has nothing to compare with',
    answered({
      measured: measured([
        measurement(
          'spend',
          { now: (index) => (index < 10 ? null : dollars(20)), before: unknown },
          { unpricedTokenShare: 0, byBasis: { billed: 0, estimated: dollars(400), credits: 0 } },
        ),
        {
          ...people(12, 0),
          before: null,
          seriesBefore: [],
          comparable: nothing,
          series: [{ from: '2026-11-01', value: 12 }],
        },
        measurement('messages', { now: (index) => (index < 10 ? null : 31), before: unknown }),
      ]),
    }),
  ],
  [
    'today so far',
    answered(
      {
        span: { ...today, grain: 'day' },
        measured: measured([
          measurement(
            'spend',
            { now: () => dollars(42.1), before: () => dollars(300), span: today },
            {
              ...allPriced,
              comparable: nothing,
            },
          ),
          measurement(
            'messages',
            { now: () => 211, before: () => 1_500, span: today },
            { comparable: nothing },
          ),
        ]),
      },
      { period: { kind: 'today' } },
    ),
  ],
  [
    'one person, one tool, small numbers',
    answered(
      {
        labels: { user: ['p-7k2f'], tool: ['chatgpt'] },
        measured: measured(
          [
            measurement(
              'spend',
              { now: spread(dollars(3.2)), before: spread(dollars(1.1)) },
              {
                unpricedTokenShare: 0,
                byBasis: { billed: 0, estimated: dollars(3.2), credits: 0 },
              },
            ),
            people(1, 1),
            measurement('messages', { now: spread(1), before: spread(3) }),
          ],
          { headcount: 1 },
        ),
      },
      { filters: { user: ['p-7k2f'], tool: ['chatgpt'] } },
    ),
  ],
  [
    'last month against the month before',
    answered(
      {
        span: { ...october, grain: 'day' },
        today: day('2026-11-21'),
        measured: measured([
          measurement(
            'spend',
            { now: spread(dollars(9_000)), before: spread(dollars(600)), span: october },
            {
              unpricedTokenShare: 0.001,
              byBasis: { billed: 0, estimated: 0, credits: dollars(9_000) },
            },
          ),
          measurement('messages', { now: () => 0, before: () => 0, span: october }),
        ]),
      },
      { period: { kind: 'last-month' } },
    ),
  ],
]
