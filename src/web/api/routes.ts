/** Every route file of the API. A new one is a line here. */
import type { ApiRoutes } from './api.ts';
import { areaCalls } from './areas.ts';
import { broadcastCalls } from './broadcasts.ts';
import { completionCalls } from './completions.ts';
import { flowCalls } from './flows.ts';
import { indicatorCalls } from './indicators.ts';

export const apiRoutes: readonly ApiRoutes[] = [areaCalls, broadcastCalls, completionCalls, flowCalls, indicatorCalls];
