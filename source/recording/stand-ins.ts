/**
What a name is the name of. A stand-in says so, and nothing else of what it stands for.
*/
export type NameKind =
	| 'account'
	| 'bucket'
	| 'endpoint'
	| 'field'
	| 'graph'
	| 'name'
	| 'path'
	| 'profile'
	| 'region'
	| 'role'
	| 'target'
	| 'task'
	| 'text'
	| 'word';

/**
The names that have been replaced, and by what. It grows with what it is shown, and does not forget.
*/
export type StandIns = {
	/**
	What stands for this name: always the same for the same name, whatever the kind is said to be later, and never the same for two. Nothing is replaced by nothing.
	*/
	readonly of: (kind: NameKind, name: string) => string;

	/**
	Whether something is called that, in any case of its letters. Texts and words are not names.
	*/
	readonly isName: (word: string) => boolean;
};

/*
Twelve digits are the number of an account, wherever they stand.
*/
const isAccount = (name: string): boolean => /^\d{12}$/v.test(name);

const standIn = (kind: NameKind, number: number): string => {
	switch (kind) {
		// Looks like an account number, since it stands in ARNs.
		case 'account': {
			return String(number).padStart(12, '0');
		}

		// No host can have this name: the domain is set aside for examples.
		case 'endpoint': {
			return `endpoint-${number}.example`;
		}

		case 'bucket':
		case 'field':
		case 'graph':
		case 'name':
		case 'path':
		case 'profile':
		case 'region':
		case 'role':
		case 'target':
		case 'task':
		case 'text':
		case 'word': {
			return `${kind}-${number}`;
		}
	}
};

/**
An empty table: what stands for a name follows from the names that came before it, and from their order alone.
*/
export const createStandIns = (): StandIns => {
	const known = new Map<string, string>();
	const counts = new Map<NameKind, number>();
	const names = new Set<string>();

	return {
		of(givenKind, name) {
			if (name === '') {
				return '';
			}

			const kind = isAccount(name) ? 'account' : givenKind;

			if (kind !== 'text' && kind !== 'word') {
				names.add(name.toLowerCase());
			}

			const before = known.get(name);

			if (before !== undefined) {
				return before;
			}

			const number = (counts.get(kind) ?? 0) + 1;
			const made = standIn(kind, number);
			counts.set(kind, number);
			known.set(name, made);
			return made;
		},
		isName: word => names.has(word.toLowerCase()),
	};
};
