import module from 'node:module';
import process from 'node:process';

// Old versions of Node run this file too, so it loads the program after the check.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
	process.stderr.write(`neptune-import-watch needs Node 22.13 or newer; this is Node ${process.versions.node}\n`);

	// Usage error. Exit code 1 would report a failed import.
	process.exitCode = 2;
} else {
	module.enableCompileCache();
	const {main} = await import('./cli/main.ts');
	await main();
}
