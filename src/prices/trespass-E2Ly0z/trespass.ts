import { readFile } from 'node:fs/promises'
void readFile
