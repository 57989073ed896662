import { readConfig } from '#config.ts'
void readConfig
