import {decodePageToken} from '../../source/simulator/service.ts';
import {type SimulatorRequest} from '../../source/simulator/server.ts';

export const pageSize = 100;

/**
The index of the first import on the requested page.
*/
export const offsetOf = ({query: {nextToken}}: SimulatorRequest): number => nextToken === undefined ? 0 : decodePageToken(nextToken)?.offset ?? 0;
