import {defineConfig} from 'vitest/config';

// Used by `npm run mutate`, which mutates the pure folders. The seed makes the properties test the same values for each mutant.
export default defineConfig({
	test: {
		setupFiles: 'test/set-up-environment.ts',
		include: ['test/{imports,text,app}/**/*.test.ts'],
		testTimeout: 120_000,
		env: {PROPERTY_SEED: '1'}, // eslint-disable-line @typescript-eslint/naming-convention -- A variable of the environment.
	},
});
