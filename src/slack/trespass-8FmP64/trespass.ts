import { person } from '#db/schema/people.ts'
void person
