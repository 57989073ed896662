import { z } from 'zod'
void z
