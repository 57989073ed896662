import { parentPort, workerData } from 'node:worker_threads'

import { decide, type Job } from './publish-decide.ts'

parentPort?.postMessage(decide(workerData as Job), [])
