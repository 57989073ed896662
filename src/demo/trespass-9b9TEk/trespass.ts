import { startSlack } from '#slack/app.ts'
void startSlack
