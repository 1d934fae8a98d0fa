import {defineConfig} from 'vitest/config';

/*
The tests that `npm run mutate` runs against each mutation of the pure folders: those of the same folders.
*/
export default defineConfig({
	test: {setupFiles: 'test/set-up-environment.ts', include: ['test/{imports,text,app}/**/*.test.ts']},
});
