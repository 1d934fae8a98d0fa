import process from 'node:process';
import {stillFleet} from '../source/simulator/fleet.ts';
import {startSimulator} from '../source/simulator/server.ts';
import {createFleet} from './fleets.ts';

/*
`simulator.ts` starts this process. Arguments: the size of the list, the number of running imports, and the number of imports that advance between two scans.
*/
const [size = 0, active = 0, moves = 0] = process.argv.slice(2).map(Number);
const list = createFleet({size, active});

const simulator = await startSimulator({
	fleet: stillFleet(list.tasks()),
	onRequest({operation, page}) {
		if (operation !== 'list' || page !== 1) {
			return;
		}

		if (moves > 0) {
			list.move(moves);
			simulator.update(() => stillFleet(list.tasks()));
		}

		process.send?.({kind: 'scan'});
	},
});

process.send?.({kind: 'listening', url: simulator.url});
process.once('disconnect', () => {
	void simulator.close();
});
