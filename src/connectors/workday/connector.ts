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
      'Say in WORKDAY_COLUMNS which column is what, like person=Work_Email,team=Org_Path. Fields are those of a directory file: person, team, department, from, to, cost_centre, location, manager, aliases, groups, function, band, tenure (in years), leave_from, leave_to.',
      'To leave people on leave out of idle seats, add the first and the last day of each leave, and nothing of its kind: leave_from=First_Day_of_Leave,leave_to=Last_Day_of_Leave, or leave_from=Leaves_group/First_Day,leave_to=Leaves_group/Last_Day where several come as a group of lines.',
    ],
    keyCould:
      'The user can do what its security group may; a separate one with this report can read it only.',
    weOnly:
      'We read the one report; addresses are hashed before anything is stored. Function, band and tenure are kept of teams of five and more, as the commonest of their people’s, and of nobody. Of a leave the days are kept; columns that are not named are dropped unread, such as its kind.',
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
        says: 'Write person=COLUMN,team=COLUMN; fields are person, team, department, from, to, cost_centre, location, manager, aliases, groups, function, band, tenure, leave_from, leave_to.',
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
    if (missing.length > 0) {
      const names = missing.map(({ column }) => column)
      return [{ level: 'warning', says: `The report has no column ${names.join(', ')}.` }]
    }
    return [{ level: 'ok', says: `The report can be read: ${rows.length} lines.` }]
  },
}
