import {defineConfig} from 'vitest/config';

// Used by `npm run mutate`, which mutates the pure folders.
export default defineConfig({
	test: {setupFiles: 'test/set-up-environment.ts', include: ['test/{imports,text,app}/**/*.test.ts']},
});
