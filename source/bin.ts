import module from 'node:module';
import process from 'node:process';

/*
This file is all that runs on a Node that is too old, so it uses nothing that such a Node lacks: the program comes in after the check.
*/
const oldestMajor = 22;
const [major] = process.versions.node.split('.', 1);

if (Number(major) < oldestMajor) {
	process.stderr.write(`neptune-import-watch needs Node ${oldestMajor} or newer; this is Node ${process.versions.node}.\n`);

	// Wrong usage: 1 would say that an import failed.
	process.exitCode = 2;
} else {
	// Node 22.0 does not have it yet.
	if ('enableCompileCache' in module) {
		module.enableCompileCache();
	}

	const {main} = await import('./cli/main.ts');
	await main();
}
