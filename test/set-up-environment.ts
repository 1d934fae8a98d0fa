import {devNull} from 'node:os';
import process from 'node:process';
import fc from 'fast-check';
import {stressCount} from './support/stress.ts';

/*
Runs before each test file, so that tests have the same environment on every machine.

Removes AWS settings, proxies (which would also get requests on loopback), settings for color, size and screen readers, and the variables by which Ink detects CI, where it draws nothing.
*/
const removedVariables = /^AWS_|_PROXY$|^(?:CI|CONTINUOUS_INTEGRATION|FORCE_COLOR|NO_COLOR|COLORTERM|COLUMNS|LINES|DEV|INK_SCREEN_READER)$/v;

for (const name of Object.keys(process.env)) {
	if (removedVariables.test(name.toUpperCase())) {
		delete process.env[name]; // eslint-disable-line @typescript-eslint/no-dynamic-delete -- The names are not known in advance.
	}
}

process.env['AWS_CONFIG_FILE'] = devNull;
process.env['AWS_SHARED_CREDENTIALS_FILE'] = devNull;
process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
process.env['TZ'] = 'UTC';

// The terminal of `ink-testing-library` has no height. Without this size, Ink would start `tput` several times per frame to find one.
process.env['COLUMNS'] = '80';
process.env['LINES'] = '24';

const {PROPERTY_SEED: seed} = process.env;

fc.configureGlobal({numRuns: stressCount({usual: 40, full: 1000}), ...(seed !== undefined && {seed: Number(seed)})});
