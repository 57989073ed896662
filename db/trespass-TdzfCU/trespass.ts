import { openStore } from '#store/open.ts'
void openStore
