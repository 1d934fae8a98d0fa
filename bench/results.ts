import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {type Figure, type Row, type Table} from './figure.ts';
import {markdownTable} from './table.ts';

const file = path.join(import.meta.dirname, 'results.md');

const begin = (name: string): string => `<!-- ${name} -->`;
const end = (name: string): string => `<!-- /${name} -->`;

const sectionIn = (text: string, name: string): string | undefined => {
	const start = text.indexOf(begin(name));
	const stop = text.indexOf(end(name));
	return start === -1 || stop === -1 ? undefined : text.slice(start, stop + end(name).length);
};

const sectionOf = ({name, title, goal, how}: Figure, rows: readonly Row[] | Table, when: string): string => `${begin(name)}
## ${title}

\`npm run bench -- ${name}\`. Goal: ${goal}.

${how.join(' ')}

${markdownTable(rows)}

${when}
${end(name)}`;

const headOf = (machine: readonly string[]): string => `# Results of the bench

Written by \`npm run bench\`. Medians, unless a line says otherwise; half of the runs lie between the quartiles.
Programs and their peers run in turn, in pseudo-terminals, against the simulator in a process of its own.

${machine.map(line => `- ${line}`).join('\n')}`;

/**
Replaces the sections of the measured figures. Keeps the other sections if they come from the same machine and versions. Returns the path of the file.

`when` is the last line of each section.
*/
export const writeResults = (figures: readonly Figure[], {measured, machine, when}: {
	readonly measured: ReadonlyMap<Figure, readonly Row[] | Table>;
	readonly machine: readonly string[];
	readonly when: string;
}): string => {
	const head = headOf(machine);
	const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const kept = before.startsWith(head) ? before : '';
	const sections = figures.flatMap(figure => {
		const rows = measured.get(figure);
		return rows === undefined ? sectionIn(kept, figure.name) ?? [] : sectionOf(figure, rows, when);
	});
	writeFileSync(file, `${[head, ...sections].join('\n\n')}\n`);
	return file;
};
