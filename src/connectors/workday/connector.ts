import type { Checked, Connector } from '#collect.ts'
import { OWN_ADDRESS } from '#connectors/api/own-address.ts'

import { COLUMNS_FORM, people, reportOf } from './people.ts'

/** Workday's Reports as a Service: one custom report of people and their teams. */
export const workdayDirectory: Connector = {
  id: 'workday',
  title: 'Workday',
  recipe: {
    steps: [
      'Make an advanced custom report of workers with their work e-mail and organisation; tick "Enable As Web Service".',
      'Make an integration system user that may see this report and its fields and nothing else, and share the report with it.',
      'Put the user in WORKDAY_USER and its password in WORKDAY_PASSWORD.',
      'Under Web Service > View URLs, copy the JSON (or CSV) address into WORKDAY_REPORT_URL.',
      'Say in WORKDAY_COLUMNS which column is what, like person=Work_Email,team=Org_Path. Fields are those of a directory file: person, team, department, from, to, cost_centre, location, manager, aliases, groups, function, band, tenure (in years).',
    ],
    keyCould:
      'The user can do what its security group may; a separate one with this report can read it only.',
    weOnly:
      'We read the one report; addresses are hashed before anything is stored. Function, band and tenure are kept of teams of five and more, as the commonest of their people’s, and of nobody.',
    cannotSee: [
      'What the report leaves out: columns are whatever its owner chose.',
      'Where people were before the first pull, unless the report has a column from.',
    ],
    url: 'https://doc.workday.com/',
  },
  settings: [
    {
      name: 'WORKDAY_REPORT_URL',
      says: 'The address of the report.',
      secret: false,
      needed: true,
      form: {
        pattern: new RegExp(
          `^${OWN_ADDRESS}/ccx/service/customreport2(/[^/?#\\s]+){3}(\\?format=(json|csv))?$`,
        ),
        says: 'Write it like https://HOST/ccx/service/customreport2/TENANT/OWNER/REPORT?format=json.',
      },
    },
    {
      name: 'WORKDAY_USER',
      says: 'The integration system user.',
      secret: false,
      needed: true,
      form: { pattern: /^[^:\s]+$/, says: 'Write its name, like ISU_AI_Usage.' },
    },
    { name: 'WORKDAY_PASSWORD', says: 'Its password.', secret: true, needed: true },
    {
      name: 'WORKDAY_COLUMNS',
      says: 'Which column of the report is which field.',
      secret: false,
      needed: true,
      form: {
        pattern: COLUMNS_FORM,
        says: 'Write person=COLUMN,team=COLUMN; fields are person, team, department, from, to, cost_centre, location, manager, aliases, groups, function, band, tenure.',
      },
    },
  ],
  egress: [
    {
      host: '{WORKDAY_REPORT_URL}',
      method: 'GET',
      path: '/ccx/service/customreport2/{tenant}/{owner}/{report}',
    },
  ],
  streams: [people],
  check: async (call): Promise<readonly Checked[]> => {
    const { rows, missing } = await reportOf(call)
    if (rows.length === 0)
      return [{ level: 'warning', says: 'The report lists nobody: see what its user may read.' }]
    if (missing.length > 0)
      return [{ level: 'warning', says: `The report has no column ${missing.join(', ')}.` }]
    return [{ level: 'ok', says: `The report can be read: ${rows.length} lines.` }]
  },
}
